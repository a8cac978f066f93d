"""What runs beside the author's code: executes blocks, keeps versions of their names, turns values into outputs."""
