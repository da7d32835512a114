"""Static files for production: compressed, named by their hash, JavaScript modules included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files whose JavaScript modules import each other by their hashed names.

    Django leaves the addresses in `import` alone unless asked; a module imported by its plain name
    could be an old one that a browser has kept.
    """

    support_js_module_import_aggregation = True
