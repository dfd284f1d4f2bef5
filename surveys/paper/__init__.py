"""Paper: lists printed for those who prefer a pen, and a fast page to type them in when they come back."""
