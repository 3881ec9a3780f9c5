"""The survey's published results, segments, personas and profiles."""
