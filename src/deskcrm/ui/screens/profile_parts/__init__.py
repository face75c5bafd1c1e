"""The pieces of the Profile screen: properties, composer, timeline, what belongs to the contact."""
