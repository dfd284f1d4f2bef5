"""The monitoring team at the door: is the poster up, legible, used; reminders, and what follows three of them."""
