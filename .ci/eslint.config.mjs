// Rules for the pages' scripts; what names mean is checked by tsc.
export default [
  {
    files: ["factcheck/static/js/*.js", "tests/static/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    rules: {
      "complexity": ["error", 10],
      "consistent-return": "error",
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "max-len": ["error", { code: 120 }],
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
