"""The forms in which people keep images: files, arrays, folders, and what lies beside them."""
