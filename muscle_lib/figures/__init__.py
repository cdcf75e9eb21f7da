"""The pictures, under the same names as the models: each draws a trace and says in words what it shows."""
