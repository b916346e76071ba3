"""Each of our languages in its own words, in the order in which people are offered them."""

OWN_NAMES = {"nb": "Norsk", "en": "English", "ar": "العربية"}
