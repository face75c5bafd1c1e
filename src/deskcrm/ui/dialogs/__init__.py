"""Windows within the window: asked for, answered, gone."""
