"""Paper: lists, profiles and labels, through the system's dialog with a preview, or as a PDF. Imported when used."""
