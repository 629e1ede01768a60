"""The web process: HTTP, templates, headers. It holds no key and loads no cryptography."""
