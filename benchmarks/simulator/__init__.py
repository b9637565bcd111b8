"""How fast the simulator is, so that it is never the bottleneck of a measurement."""
