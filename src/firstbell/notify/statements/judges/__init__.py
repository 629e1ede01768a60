"""What the record says of each proposition: one function a truth, as vocabulary.toml names them."""
