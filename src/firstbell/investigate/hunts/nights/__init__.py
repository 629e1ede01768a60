"""The nights of a host: what is new, what vanished, which hours its sources speak for."""
