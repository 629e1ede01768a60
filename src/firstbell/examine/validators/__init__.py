"""One module per kind of content, each with a table `FORMATS`; `registry.validate` is the way in."""
