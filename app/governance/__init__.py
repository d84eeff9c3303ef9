"""The yearly governance of the Pact: the cycle step by step, who owes what when, the key, the pool."""
