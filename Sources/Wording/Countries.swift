/// The names of countries by their codes (ISO 3166-1 alpha-2), with those for Kosovo and for persons without a known citizenship that
/// the office's register has.
package enum Countries {
    /// Returns the name of a country; nil if there is no such code.
    package static func name(of code: String, in language: DisplayLanguage) -> String? {
        (language == .italian ? italian : english)[code]
    }

    /// Returns the codes with their names, in the order of the names.
    package static func named(in language: DisplayLanguage) -> [(code: String, name: String)] {
        (language == .italian ? italian : english).map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    private static let english = names(column: 1)
    private static let italian = names(column: 2)

    /// Returns the names in a column of the table, by code.
    private static func names(column: Int) -> [String: String] {
        Dictionary(
            table.split(separator: "\n").map { row in
                let parts = row.split(separator: ";")
                return (String(parts[0]), String(parts[column]))
            }
        ) { first, _ in first }
    }

    /// A row a code: the code, the English and the Italian name.
    private static let table = """
        AD;Andorra;Andorra
        AE;United Arab Emirates;Emirati Arabi Uniti
        AF;Afghanistan;Afghanistan
        AG;Antigua and Barbuda;Antigua e Barbuda
        AI;Anguilla;Anguilla
        AL;Albania;Albania
        AM;Armenia;Armenia
        AO;Angola;Angola
        AQ;Antarctica;Antartide
        AR;Argentina;Argentina
        AS;American Samoa;Samoa Americane
        AT;Austria;Austria
        AU;Australia;Australia
        AW;Aruba;Aruba
        AX;Åland Islands;Isole Åland
        AZ;Azerbaijan;Azerbaigian
        BA;Bosnia and Herzegovina;Bosnia ed Erzegovina
        BB;Barbados;Barbados
        BD;Bangladesh;Bangladesh
        BE;Belgium;Belgio
        BF;Burkina Faso;Burkina Faso
        BG;Bulgaria;Bulgaria
        BH;Bahrain;Bahrein
        BI;Burundi;Burundi
        BJ;Benin;Benin
        BL;Saint Barthélemy;Saint-Barthélemy
        BM;Bermuda;Bermuda
        BN;Brunei;Brunei
        BO;Bolivia;Bolivia
        BQ;Caribbean Netherlands;Caraibi olandesi
        BR;Brazil;Brasile
        BS;Bahamas;Bahamas
        BT;Bhutan;Bhutan
        BV;Bouvet Island;Isola Bouvet
        BW;Botswana;Botswana
        BY;Belarus;Bielorussia
        BZ;Belize;Belize
        CA;Canada;Canada
        CC;Cocos Islands;Isole Cocos
        CD;Democratic Republic of the Congo;Repubblica Democratica del Congo
        CF;Central African Republic;Repubblica Centrafricana
        CG;Congo;Congo
        CH;Switzerland;Svizzera
        CI;Côte d’Ivoire;Costa d’Avorio
        CK;Cook Islands;Isole Cook
        CL;Chile;Cile
        CM;Cameroon;Camerun
        CN;China;Cina
        CO;Colombia;Colombia
        CR;Costa Rica;Costa Rica
        CU;Cuba;Cuba
        CV;Cape Verde;Capo Verde
        CW;Curaçao;Curaçao
        CX;Christmas Island;Isola di Natale
        CY;Cyprus;Cipro
        CZ;Czechia;Cechia
        DE;Germany;Germania
        DJ;Djibouti;Gibuti
        DK;Denmark;Danimarca
        DM;Dominica;Dominica
        DO;Dominican Republic;Repubblica Dominicana
        DZ;Algeria;Algeria
        EC;Ecuador;Ecuador
        EE;Estonia;Estonia
        EG;Egypt;Egitto
        EH;Western Sahara;Sahara Occidentale
        ER;Eritrea;Eritrea
        ES;Spain;Spagna
        ET;Ethiopia;Etiopia
        FI;Finland;Finlandia
        FJ;Fiji;Figi
        FK;Falkland Islands;Isole Falkland
        FM;Micronesia;Micronesia
        FO;Faroe Islands;Isole Fær Øer
        FR;France;Francia
        GA;Gabon;Gabon
        GB;United Kingdom;Regno Unito
        GD;Grenada;Grenada
        GE;Georgia;Georgia
        GF;French Guiana;Guyana francese
        GG;Guernsey;Guernsey
        GH;Ghana;Ghana
        GI;Gibraltar;Gibilterra
        GL;Greenland;Groenlandia
        GM;Gambia;Gambia
        GN;Guinea;Guinea
        GP;Guadeloupe;Guadalupa
        GQ;Equatorial Guinea;Guinea Equatoriale
        GR;Greece;Grecia
        GS;South Georgia;Georgia del Sud
        GT;Guatemala;Guatemala
        GU;Guam;Guam
        GW;Guinea-Bissau;Guinea-Bissau
        GY;Guyana;Guyana
        HK;Hong Kong;Hong Kong
        HM;Heard and McDonald Islands;Isole Heard e McDonald
        HN;Honduras;Honduras
        HR;Croatia;Croazia
        HT;Haiti;Haiti
        HU;Hungary;Ungheria
        ID;Indonesia;Indonesia
        IE;Ireland;Irlanda
        IL;Israel;Israele
        IM;Isle of Man;Isola di Man
        IN;India;India
        IO;British Indian Ocean Territory;Territorio britannico dell’Oceano Indiano
        IQ;Iraq;Iraq
        IR;Iran;Iran
        IS;Iceland;Islanda
        IT;Italy;Italia
        JE;Jersey;Jersey
        JM;Jamaica;Giamaica
        JO;Jordan;Giordania
        JP;Japan;Giappone
        KE;Kenya;Kenya
        KG;Kyrgyzstan;Kirghizistan
        KH;Cambodia;Cambogia
        KI;Kiribati;Kiribati
        KM;Comoros;Comore
        KN;Saint Kitts and Nevis;Saint Kitts e Nevis
        KP;North Korea;Corea del Nord
        KR;South Korea;Corea del Sud
        KW;Kuwait;Kuwait
        KY;Cayman Islands;Isole Cayman
        KZ;Kazakhstan;Kazakistan
        LA;Laos;Laos
        LB;Lebanon;Libano
        LC;Saint Lucia;Santa Lucia
        LI;Liechtenstein;Liechtenstein
        LK;Sri Lanka;Sri Lanka
        LR;Liberia;Liberia
        LS;Lesotho;Lesotho
        LT;Lithuania;Lituania
        LU;Luxembourg;Lussemburgo
        LV;Latvia;Lettonia
        LY;Libya;Libia
        MA;Morocco;Marocco
        MC;Monaco;Monaco
        MD;Moldova;Moldavia
        ME;Montenegro;Montenegro
        MF;Saint Martin;Saint-Martin
        MG;Madagascar;Madagascar
        MH;Marshall Islands;Isole Marshall
        MK;North Macedonia;Macedonia del Nord
        ML;Mali;Mali
        MM;Myanmar;Myanmar
        MN;Mongolia;Mongolia
        MO;Macao;Macao
        MP;Northern Mariana Islands;Isole Marianne Settentrionali
        MQ;Martinique;Martinica
        MR;Mauritania;Mauritania
        MS;Montserrat;Montserrat
        MT;Malta;Malta
        MU;Mauritius;Mauritius
        MV;Maldives;Maldive
        MW;Malawi;Malawi
        MX;Mexico;Messico
        MY;Malaysia;Malaysia
        MZ;Mozambique;Mozambico
        NA;Namibia;Namibia
        NC;New Caledonia;Nuova Caledonia
        NE;Niger;Niger
        NF;Norfolk Island;Isola Norfolk
        NG;Nigeria;Nigeria
        NI;Nicaragua;Nicaragua
        NL;Netherlands;Paesi Bassi
        NO;Norway;Norvegia
        NP;Nepal;Nepal
        NR;Nauru;Nauru
        NU;Niue;Niue
        NZ;New Zealand;Nuova Zelanda
        OM;Oman;Oman
        PA;Panama;Panama
        PE;Peru;Perù
        PF;French Polynesia;Polinesia francese
        PG;Papua New Guinea;Papua Nuova Guinea
        PH;Philippines;Filippine
        PK;Pakistan;Pakistan
        PL;Poland;Polonia
        PM;Saint Pierre and Miquelon;Saint-Pierre e Miquelon
        PN;Pitcairn;Isole Pitcairn
        PR;Puerto Rico;Porto Rico
        PS;Palestine;Palestina
        PT;Portugal;Portogallo
        PW;Palau;Palau
        PY;Paraguay;Paraguay
        QA;Qatar;Qatar
        RE;Réunion;Riunione
        RO;Romania;Romania
        RS;Serbia;Serbia
        RU;Russia;Russia
        RW;Rwanda;Ruanda
        SA;Saudi Arabia;Arabia Saudita
        SB;Solomon Islands;Isole Salomone
        SC;Seychelles;Seychelles
        SD;Sudan;Sudan
        SE;Sweden;Svezia
        SG;Singapore;Singapore
        SH;Saint Helena;Sant’Elena
        SI;Slovenia;Slovenia
        SJ;Svalbard and Jan Mayen;Svalbard e Jan Mayen
        SK;Slovakia;Slovacchia
        SL;Sierra Leone;Sierra Leone
        SM;San Marino;San Marino
        SN;Senegal;Senegal
        SO;Somalia;Somalia
        SR;Suriname;Suriname
        SS;South Sudan;Sud Sudan
        ST;São Tomé and Príncipe;São Tomé e Príncipe
        SV;El Salvador;El Salvador
        SX;Sint Maarten;Sint Maarten
        SY;Syria;Siria
        SZ;Eswatini;Eswatini
        TC;Turks and Caicos Islands;Isole Turks e Caicos
        TD;Chad;Ciad
        TF;French Southern Territories;Terre australi francesi
        TG;Togo;Togo
        TH;Thailand;Thailandia
        TJ;Tajikistan;Tagikistan
        TK;Tokelau;Tokelau
        TL;Timor-Leste;Timor Est
        TM;Turkmenistan;Turkmenistan
        TN;Tunisia;Tunisia
        TO;Tonga;Tonga
        TR;Türkiye;Turchia
        TT;Trinidad and Tobago;Trinidad e Tobago
        TV;Tuvalu;Tuvalu
        TW;Taiwan;Taiwan
        TZ;Tanzania;Tanzania
        UA;Ukraine;Ucraina
        UG;Uganda;Uganda
        UM;US Outlying Islands;Isole minori degli Stati Uniti
        US;United States;Stati Uniti
        UY;Uruguay;Uruguay
        UZ;Uzbekistan;Uzbekistan
        VA;Vatican;Vaticano
        VC;Saint Vincent and the Grenadines;Saint Vincent e Grenadine
        VE;Venezuela;Venezuela
        VG;British Virgin Islands;Isole Vergini britanniche
        VI;US Virgin Islands;Isole Vergini americane
        VN;Viet Nam;Vietnam
        VU;Vanuatu;Vanuatu
        WF;Wallis and Futuna;Wallis e Futuna
        WS;Samoa;Samoa
        XA;stateless;apolide
        XK;Kosovo;Kosovo
        XX;undetermined;cittadinanza non determinata
        YE;Yemen;Yemen
        YT;Mayotte;Mayotte
        ZA;South Africa;Sudafrica
        ZM;Zambia;Zambia
        ZW;Zimbabwe;Zimbabwe
        """
}
