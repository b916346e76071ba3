// What stands on the phones themselves, in the language that each is set to, and places that can be shared.

export const WORDS = {
  nb: {
    dir: "ltr", language: "Norsk", status: "bot", start: "START", hello: "Trykk START for å skrive til Dugnad.",
    type: "Melding", send: "Send", attach: "Del", location: "Posisjon", sticker: "Klistremerke", contact: "Telefonnummer",
    block: "Blokker boten", unblock: "Slett blokkering", blocked: "Du har blokkert denne boten.", edited: "redigert",
    where: "Hvor er du?", cancel: "Avbryt", mine: "Posisjon", file: "Fil", more: "Mer", waiting: "Sender …",
  },
  ar: {
    dir: "rtl", language: "العربية", status: "بوت", start: "ابدأ", hello: "اضغط «ابدأ» لتكتب إلى Dugnad.",
    type: "رسالة", send: "إرسال", attach: "مشاركة", location: "الموقع", sticker: "ملصق", contact: "رقم الهاتف",
    block: "حظر البوت", unblock: "إلغاء الحظر", blocked: "لقد حظرت هذا البوت.", edited: "معدّلة",
    where: "أين أنت؟", cancel: "إلغاء", mine: "الموقع", file: "ملف", more: "المزيد", waiting: "جارٍ الإرسال…",
  },
  en: {
    dir: "ltr", language: "English", status: "bot", start: "START", hello: "Tap START to write to Dugnad.",
    type: "Message", send: "Send", attach: "Share", location: "Location", sticker: "Sticker", contact: "Phone number",
    block: "Block the bot", unblock: "Unblock", blocked: "You have blocked this bot.", edited: "edited",
    where: "Where are you?", cancel: "Cancel", mine: "Location", file: "File", more: "More", waiting: "Sending …",
  },
};

export const PLACES = [
  { lat: 59.9139, lon: 10.7522, nb: "Oslo", ar: "أوسلو", en: "Oslo" },
  { lat: 59.3494, lon: 10.8577, nb: "Råde", ar: "رودا", en: "Råde" },
  { lat: 60.3913, lon: 5.3221, nb: "Bergen", ar: "برغن", en: "Bergen" },
  { lat: 63.4305, lon: 10.3951, nb: "Trondheim", ar: "تروندهايم", en: "Trondheim" },
  { lat: 69.6492, lon: 18.9553, nb: "Tromsø", ar: "ترومسو", en: "Tromsø" },
  { lat: 69.7271, lon: 30.0450, nb: "Kirkenes", ar: "كيركينيس", en: "Kirkenes" },
  { lat: 59.3293, lon: 18.0686, nb: "Stockholm (utenfor Norge)", ar: "ستوكهولم (خارج النرويج)", en: "Stockholm (not in Norway)" },
];
