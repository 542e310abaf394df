"""What may be known of an organisation (the vocabulary) and what is known of it (knowledge).

A fact has a full range of values. Being told something narrows that range; being told nothing leaves it whole. So
knowledge is a lower and an upper value for each thing that can be known, and there is no null anywhere.
"""
