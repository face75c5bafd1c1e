"""Parts of the Reports screen."""
