"""The outside companies, played on loopback: Meta, Stripe, Razorpay, and the buttons a tester needs.

`python -m infra.local.simulators --port 4580 --world .local/world.json`. What each promises: `docs/simulators.md`.
"""
