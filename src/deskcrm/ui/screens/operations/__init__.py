"""Operations of the owner as lists: the model, the painted view, and undoing one with the reason why not."""
