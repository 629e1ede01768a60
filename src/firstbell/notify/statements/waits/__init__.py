"""Which sentences wait for a person, and which surely claim nothing: everyday ones, what people should do."""
