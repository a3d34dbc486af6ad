"""Delivering: the worker that sends what is due, and the services that prepare, release and steer broadcasts."""
