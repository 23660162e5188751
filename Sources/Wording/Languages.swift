/// The names of languages by their codes (ISO 639-1): those of the people whom the office serves and of its mediators, and the
/// official ones of Europe.
package enum Languages {
    /// Returns the name of a language; nil if it has none here.
    package static func name(of code: String, in language: DisplayLanguage) -> String? {
        guard let name = all.first(where: { $0.code == code }) else { return nil }
        return language == .italian ? name.italian : name.english
    }

    /// Returns the codes with their names, in the order of the names.
    package static func named(in language: DisplayLanguage) -> [(code: String, name: String)] {
        all.map { ($0.code, language == .italian ? $0.italian : $0.english) }.sorted { $0.name < $1.name }
    }

    /// Returns the codes of the languages whose name in either language fulfils a condition.
    package static func codes(where fits: (String) -> Bool) -> [String] {
        all.filter { fits($0.english) || fits($0.italian) }.map(\.code)
    }

    private static let all: [(code: String, english: String, italian: String)] = [
        ("am", "Amharic", "amarico"), ("ar", "Arabic", "arabo"), ("bg", "Bulgarian", "bulgaro"),
        ("bm", "Bambara", "bambara"), ("bn", "Bengali", "bengalese"), ("bs", "Bosnian", "bosniaco"),
        ("cs", "Czech", "ceco"), ("da", "Danish", "danese"), ("de", "German", "tedesco"), ("el", "Greek", "greco"),
        ("en", "English", "inglese"), ("es", "Spanish", "spagnolo"), ("et", "Estonian", "estone"),
        ("fa", "Persian", "persiano"), ("ff", "Fulah", "fula"), ("fi", "Finnish", "finlandese"),
        ("fr", "French", "francese"), ("ga", "Irish", "irlandese"), ("gu", "Gujarati", "gujarati"),
        ("ha", "Hausa", "hausa"), ("hi", "Hindi", "hindi"), ("hr", "Croatian", "croato"),
        ("hu", "Hungarian", "ungherese"), ("hy", "Armenian", "armeno"), ("id", "Indonesian", "indonesiano"),
        ("ig", "Igbo", "igbo"), ("it", "Italian", "italiano"), ("ja", "Japanese", "giapponese"),
        ("ka", "Georgian", "georgiano"), ("ko", "Korean", "coreano"), ("ku", "Kurdish", "curdo"),
        ("ln", "Lingala", "lingala"), ("lt", "Lithuanian", "lituano"), ("lv", "Latvian", "lettone"),
        ("mk", "Macedonian", "macedone"), ("ml", "Malayalam", "malayalam"), ("mt", "Maltese", "maltese"),
        ("ne", "Nepali", "nepalese"), ("nl", "Dutch", "olandese"), ("no", "Norwegian", "norvegese"),
        ("pa", "Punjabi", "punjabi"), ("pl", "Polish", "polacco"), ("ps", "Pashto", "pashtu"),
        ("pt", "Portuguese", "portoghese"), ("ro", "Romanian", "romeno"), ("ru", "Russian", "russo"),
        ("si", "Sinhala", "singalese"), ("sk", "Slovak", "slovacco"), ("sl", "Slovenian", "sloveno"),
        ("so", "Somali", "somalo"), ("sq", "Albanian", "albanese"), ("sr", "Serbian", "serbo"),
        ("sv", "Swedish", "svedese"), ("sw", "Swahili", "swahili"), ("ta", "Tamil", "tamil"),
        ("th", "Thai", "thailandese"),
        ("ti", "Tigrinya", "tigrino"), ("tl", "Tagalog", "tagalog"), ("tr", "Turkish", "turco"),
        ("uk", "Ukrainian", "ucraino"), ("ur", "Urdu", "urdu"), ("vi", "Vietnamese", "vietnamita"),
        ("wo", "Wolof", "wolof"), ("yo", "Yoruba", "yoruba"), ("zh", "Chinese", "cinese"),
    ]
}
