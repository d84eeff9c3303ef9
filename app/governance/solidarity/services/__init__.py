"""The verbs: record a finding, write down the own preparation of a pledge."""
