"""How Member States use what was published to help them: numbers, never names."""
