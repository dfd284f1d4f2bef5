"""Who answers to the chair, for how much, and how they stand: letter 210, last paragraph."""
