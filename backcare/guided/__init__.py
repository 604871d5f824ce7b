"""The parts that run in the browser: the animated figure and the guided session."""
