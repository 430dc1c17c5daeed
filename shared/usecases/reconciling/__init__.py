"""The parts of ``reconcile``: each compares one kind of the gateway's lists with the record."""
