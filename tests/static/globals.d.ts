// What the pages' own scripts find on the page.
declare const htmx: {
  ajax(verb: string, url: string, options: { target: Element | null; swap: string }): Promise<void>;
  process(element: Element): void;
};
