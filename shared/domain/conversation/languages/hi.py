"""Hindi, in Devanagari and in Latin letters: people change between the two within one message, so it is one table."""

# ruff: noqa: E501 - tables: a line break inside a list of words says nothing

from __future__ import annotations

from shared.domain.conversation.words import Language, Role

_DEVANAGARI = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस"
    " छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस"
    " चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास"
)
_LATIN = {
    "ek": 1,
    "do": 2,
    "teen": 3,
    "tin": 3,
    "char": 4,
    "chaar": 4,
    "paanch": 5,
    "panch": 5,
    "paach": 5,
    "pach": 5,
    "chhe": 6,
    "chhah": 6,
    "che": 6,
    "chah": 6,
    "chhai": 6,
    "saat": 7,
    "aath": 8,
    "ath": 8,
    "nau": 9,
    "das": 10,
    "dus": 10,
    "gyarah": 11,
    "gyara": 11,
    "barah": 12,
    "bara": 12,
    "baarah": 12,
    "terah": 13,
    "tera": 13,
    "chaudah": 14,
    "chauda": 14,
    "pandrah": 15,
    "pandra": 15,
    "solah": 16,
    "sola": 16,
    "satrah": 17,
    "satra": 17,
    "atharah": 18,
    "athara": 18,
    "unnis": 19,
    "bees": 20,
    "bis": 20,
    "ikkis": 21,
    "bais": 22,
    "tees": 30,
    "pachees": 25,
    "pachchis": 25,
    "pachis": 25,
    "chalis": 40,
    "chaalis": 40,
    "pachas": 50,
    "pachaas": 50,
    "sattar": 70,
    "assi": 80,
    "nabbe": 90,
}

WORDS = Language(
    code="hi",
    numbers={
        **dict(zip(_DEVANAGARI.split(), range(51), strict=True)),
        "साठ": 60,
        "सत्तर": 70,
        "अस्सी": 80,
        "नब्बे": 90,
        "पांच": 5,
        "छः": 6,
        "छ": 6,
        "छे": 6,
        "पन्द्रह": 15,
        **_LATIN,
    },
    multipliers={
        "darjan": 12,
        "darzan": 12,
        "दर्जन": 12,
        "sau": 100,
        "सौ": 100,
        "hazar": 1000,
        "hazaar": 1000,
        "हजार": 1000,
        "lakh": 100_000,
        "लाख": 100_000,
        "जोड़ी": 2,
        "jodi": 2,
        "डज़न": 12,
    },
    fractions={
        "aadha": "1/2",
        "adha": "1/2",
        "aadhi": "1/2",
        "adhi": "1/2",
        "आधा": "1/2",
        "आधी": "1/2",
        "aadhe": "1/2",
        "आधे": "1/2",
        "dedh": "3/2",
        "ded": "3/2",
        "डेढ़": "3/2",
        "dhai": "5/2",
        "adhai": "5/2",
        "dhaai": "5/2",
        "ढाई": "5/2",
        "sava": "5/4",
        "sawa": "5/4",
        "सवा": "5/4",
        "pauna": "3/4",
        "paune": "3/4",
        "पौना": "3/4",
        "पौन": "3/4",
        "paav": "1/4",
        "pav": "1/4",
        "pao": "1/4",
        "paw": "1/4",
        "पाव": "1/4",
    },
    half_more="saade sadhe sade saadhe साढ़े साढे",
    units={
        **dict.fromkeys(["kilo", "kg", "killo", "kilos", "किलो", "किलोग्राम", "केजी", "किग्रा"], ("g", 1000)),
        **dict.fromkeys(["gram", "graam", "ग्राम", "ग्रा"], ("g", 1)),
        **dict.fromkeys(["litre", "liter", "litar", "ltr", "लीटर", "लिटर", "ली"], ("ml", 1000)),
        **dict.fromkeys(["एमएल", "मिली"], ("ml", 1)),
    },
    sizes={
        "large": "bada badi bade vada बड़ा बड़ी बड़े लार्ज",
        "regular": "chota chhota choti chhoti chote chhote छोटा छोटी छोटे रेगुलर",
    },
    roles={
        Role.ALL: "dono donon sab sabhi saare sare दोनों सब सभी सारे",
        Role.AND: "aur or_saath evam saath_me saath_mein और तथा एवं व sath_me bhi भी",
        Role.OR: "ya या",
        Role.OF: "ka ke ki wala wale wali waala का के की वाला वाले वाली",
        Role.TIMES: "guna गुना",
        Role.CONTAINER: "paket packet pkt pudiya bori katta thaila thaili thela dabba dibba dabbe dibbe botal bottle botle nag peti peeti"
        " tin pouch packets पैकेट पैकिट डिब्बा डिब्बे डब्बा डब्बे बोरी बोरा कट्टा थैला थैली थैले बोतल नग पीस पेटी पैक कैन पाउच बैग बैगे थैलियां थैलियाँ बोतलें पैकेट्स डिब्बी पुड़िया कार्टन pis peece boriyan"
        " kattey",
        Role.NEGATION: "bina bagair बिना बगैर",
        Role.REFUSAL: "mat mat_bhejna mat_bhejo mat_dena mat_daalna mat_dalna nahi_chahiye nahin_chahiye nahi_bhejna nai_chahiye nahi_dena"
        " mat_lana mat_karna chhod_do hata_do hatado hata_dena nikal_do nikaldo hatao kam_kar_do mat_rakhna nhi_chahiye"
        " cancel_kar_do cancel_kardo nahi_lena मत मत_भेजना मत_भेजो मत_देना नहीं_चाहिए मत_डालना हटा_दो हटाओ निकाल_दो नहीं_भेजना हटा_देना"
        " हटा_दीजिए कैंसल_कर_दो रहने_दो नहीं_देना मत_भेजिए मत_भेजिएगा mat_bhejiye mat_bhejiyega nahi_mangta nahi_mangwana निकाल_दीजिए"
        " rehne_do rahne_do rehne_dena",
        Role.DENIAL: "nahi nahin nai nhi नहीं",
        Role.CORRECTION: "balki galti_se matlab nahi_nahi sorry kar_do kardo kar_dena kar_dijiye kardo_na nahi_balki"
        " बल्कि मतलब नहीं_नहीं माफ कर_दो कर_दीजिए कर_देना सॉरी ki_jagah_kar_do ruko रुको are_nahi",
        Role.AGAIN: "ek_aur एक_और aur_ek_aur",
        Role.REPLACED: "ki_jagah ke_badle ki_jagah_par ke_bajay की_जगह के_बदले के_बजाय ki_jagah_pe ke_bajaye",
        Role.SWAP: "badal_kar badalkar बदलकर",
        Role.BECOMES: "se",
        Role.VAGUE: "kuch thoda thodi thode थोड़ा थोड़ी कुछ",
        Role.MORE: "zyada jyada ज़्यादा ज्यादा",
        Role.AMOUNT: "kam thoda_kam ekdam bilkul कम",
        Role.NOUN: "chini cheeni चीनी barf meetha mitha thanda garam बर्फ मीठा ठंडा गरम teekha meethi",
        Role.WISH: "jaldi jaldi_se turant जल्दी तुरंत urgent_hai parcel_me taza ताजा ताज़ा accha_wala",
        Role.AFTER_NUMBER: "mein में baje bje ghante ghanta rupaye rupay rupya rupees rs log logon tarikh din बजे घंटे रुपये रुपए लोग दिन मिनट rupaiye vale_rupaye"
        " minat badam",
        Role.BEFORE_NUMBER: "flat makan makaan ghar_no gali sector फ्लैट मकान गली नंबर",
        Role.PLACE: "pata ghar_ka_pata mera_naam naam address_hai पता नाम पते_पर mere_ghar dukan_ka_naam ghar_par ghar_pe",
        Role.WANT: "daal_dena daal_do dal_dena dal_do daal_dijiye daal_dijiyega parcel_kar_do parcel_karna bhijwaiye pahuncha_do pahuncha_dena पहुँचा_दो पहुंचा_दो डाल_देना डाल_दीजिए chahiye chaiye chahie chahiey chaahiye bhej bhej_do bhejo bhejdo bhejna bhej_dena bhej_dijiye bhejiye de_do dedo dena"
        " de_dena dijiye de_dijiye do_na mangta mangwana lena lena_hai laga_do likh_lo likho rakh_do pack_kar_do bhijwa_do bhijwana mujhe"
        " mangwani mangana bhejwa_do bhej_dijiyega bhejiyega le_aao la_do lado de_dijiyega pack_kardo nikalo bana_do banado"
        " चाहिए चाहिये भेज भेज_दो भेजो भेजना भेज_देना भेज_दीजिए भेजिए दे_दो देना दे_दीजिए दीजिए मंगवाना लेना है_लेना लगा_दो लिख_लो रख_दो मुझे"
        " भिजवा_दो भेज_दीजिएगा भेजिएगा पैक_कर_दो हमें hame humko hume hamko mujhko मुझको भिजवा_दीजिए दे_देना भेजदो bhijwa_dena lelo dilwa_do"
        " book_kar_do order_karna_hai order_kar_do dalwa_do",
        Role.OTHER_GOODS: "samosa samose समोसा समोसे doodh dudh दूध dahi दही paneer पनीर aloo aalu alu आलू pyaz pyaaz प्याज tamatar टमाटर anda ande अंडे अंडा"
        " bread ब्रेड pani पानी maida मैदा besan बेसन suji सूजी rava poha पोहा haldi हल्दी mirch मिर्च lal dhaniya धनिया jeera जीरा rai"
        " masoor मसूर urad उड़द chana चना rajma राजमा chole छोले kabuli nariyal नारियल moongfali मूंगफली badam बादाम kaju काजू kishmish gud गुड़"
        " jaggery toor_dal_fry kala sendha सेंधा काला shampoo शैम्पू kurkure maggi मैगी namkeen नमकीन mithai मिठाई jalebi laddu lassi लस्सी kela seb"
        " phal sabzi सब्जी makhan मक्खन malai papad पापड़ achar aachar अचार til तिल sabudana साबूदाना bajra बाजरा jowar ज्वार makka ragi soyabean soya"
        " सोयाबीन elaichi laung hing हींग machis माचिस mombatti colgate bidi cigarette pen copy jhadu झाड़ू pocha imli kesar saunf harpic vim",
        Role.FILLER: "behen bhabhi papa mummy mummy_ne papa_ne bola hai_ki बहन भाभी पापा मम्मी hai hain ho hu hoon h bhai bhaiya bhaiyya bhaiyaji ji sir madam didi uncle namaste namaskar hello please plz kripya aap aapka aapke"
        " mera meri mere main mai hum ham hamara hamare apna ko se me mein par pe tak ek_baar bas itna hi bus wahi vahi aaj kal subah shaam"
        " sham dopahar raat abhi baad jaldi na naa haan han ha theek thik accha acha achha achchha ok dukan ghar order saman saaman maal"
        " list total bill kitna kitne kitni kya kab kahan kaun kaise kyun bhav daam rate hisaab hoga hogi gaya gayi raha rahi karo kar karna"
        " karke do_na liye waste yeh ye woh wo is us isme usme phir fir ab to toh bhi sirf keval wapas pahle pehle saath sath dhanyavad"
        " dhanyavaad shukriya arre are suno baki bacha patti paudar powder ki_tarah hamesha rozana roz naya purana ghar_me shaadi"
        " party din hafta mahina paisa paise cash udhar khata de le la di diya liya jo jod jodo badal badlo hata aayega milega mila kisi baat"
        " है हैं हो हूँ भाई भैया जी सर मैडम दीदी नमस्ते नमस्कार कृपया प्लीज आप आपका आपके मेरा मेरी मेरे मैं हम हमारा अपना को से में पर तक बस इतना ही"
        " आज कल सुबह शाम रात अभी बाद हाँ ठीक अच्छा दुकान घर ऑर्डर सामान माल कुल कितना कितने कितनी क्या कब कहाँ कौन कैसे भाव दाम रेट ना न यह ये वह"
        " वो फिर अब तो सिर्फ केवल धन्यवाद शुक्रिया अरे सुनो बाकी पत्ती पाउडर दे दो_ना एक_काम_करो ek_kaam_karo लिए साथ कर करो करना जोड़ बदल हटा जी_हाँ करें कीजिए वही लिस्ट"
        " नहाने धोने nahane dhone kapde कपड़े khane खाने puja पूजा wagera vagairah अपने सभी_को doge denge dedijiye rakhna bolo batao bata",
    },
    cues={
        "stop": "message_na_bhejo msg_na_karo message_na_karo mat_bhejo_msg msg_band_karo sandesh_mat block_kar stop_kar_do ye_sab_band bhejna_band_karo mat_karo_message mat_karo_msg मैसेज_न मैसेज_ना मैसेज_करना_बंद भेजना_बंद मेसेज_मत_भेजो msg_mat mujhe_msg_mat msg_nahi_chahiye block_karo sms_band sms_mat band_karo band_kar_do band_kardo message_mat_bhejo message_mat_karo message_mat_bhejna mat_bhejo_message msg_mat_bhejo message_band sandesh_band"
        " mujhe_message_mat mujhe_message_nahi msg_band stop_karo message_nahi_chahiye messages_nahi_chahiye message_nahi_chahiye aur_message_nahi"
        " message_bhejna_band number_hata_do offer_mat_bhejo offer_~_mat_bhejo pareshan_mat pareshan_mat_karo promotion_mat"
        " बंद_करो बंद_कर_दो मैसेज_बंद मैसेज_मत संदेश_बंद संदेश_मत मैसेज_नहीं_चाहिए मेसेज_बंद मेसेज_मत बंद_कीजिए संदेश_नहीं_चाहिए मैसेज_भेजना_बंद"
        " परेशान_मत ऑफर_मत मैसेज_नहीं_भेजो",
        "human": "manager_ka_number malik_ka_number owner_ka_number number_do_apna kisi_ka_number baat_karna_chahta baat_karni_hai baat_karni_thi baat_karao dukandar_se dukaandar_se kisi_bande kisi_admi kisi_aadmi staff_se asli_insaan real_insaan koi_hai_kya_baat bot_nahi phone_lagao दुकानदार_से मैनेजर_का_नंबर मालिक_का_नंबर किसी_आदमी बात_कराइए बात_कराओ बात_करवाइये स्टाफ_से असली_इंसान फोन_लगाओ madad madad_chahiye madad_karo help_chahiye help_karo मदद मदद_चाहिए मदद_करो kisi_se_baat koi_insaan koi_insan insaan_se insan_se baat_karni baat_karna baat_karwao baat_karao baat_kara_do baat_karwa_do baat_karaiye baat_karva_do call_karo"
        " call_kar_do call_kijiye call_karna call_kariye phone_karo phone_kar_do phone_kijiye phone_karna aadmi_se admi_se malik_se manager_se"
        " customer_care_se baat_kar_sakta baat_kar_sakte koi_aadmi owner_se seth_se baat_ho_sakti mujhe_call mujhe_phone call_back_karo call_chahiye"
        " किसी_से_बात इंसान_से बात_करनी बात_करना बात_करवा बात_करवाइए बात_करवाओ बात_कराओ कॉल_करो कॉल_करें कॉल_कीजिए कॉल_कर_दो फोन_करो फोन_करें फोन_कीजिए"
        " फोन_कर_दो मालिक_से मैनेजर_से आदमी_से बात_करा_दो फ़ोन_करो मुझे_कॉल मुझे_फोन व्यक्ति_से बात_कराइए कस्टमर_केयर",
        "complaint": "chitiyan chiti cheenti चींटी चींटियाँ bekar_service badtameez nikla nikli nikle purana_nikla kaat_liye kat_gaye kat_gaya paise_zyada paise_jyada zyada_liye jyada_liye zyada_kaat sada_gala jala_hua adha_saman aadha_saman kam_nikala packing_kharab bura_tha bahut_bura naraz dhoka fraud service_kharab ghatiya_service missing_hai missing_tha nahi_tha_order_me tooti_hui phati_hui toote_hue phate_hue leak_hua khuli_hui khula_tha band_nahi_tha kam_wajan wajan_kam kam_taula mitti patthar kankad chuha jale_hue kachcha kadwa kadva namkeen_nikla purani purane_nikle expiry_date khatam_ho_chuki vapas_chahiye wapas_chahiye निकला निकली निकले पैसे_ज़्यादा पैसे_ज्यादा ज़्यादा_पैसे ज्यादा_पैसे काट_लिए कट_गए बहुत_बुरा बुरा_था आधा_सामान टूटी_हुई फटी_हुई टूटे_हुए फटे_हुए खुली_हुई पुराना_निकला कड़वा मिट्टी पत्थर चूहा वज़न_कम कम_तौला गायब_है नाराज़ धोखा वापस_चाहिए जला_हुआ पुराना_माल पुराना_था geele geeli गीली गीले leak लीक_हो toote tute phate fate kharaab gandi gande kharab_tha टूटे फटे गंदी गंदे टूट_गया फट_गया kam_saman saman_kam kam_bheja kam_diya wajan_kam vajan_kam tol_me_kam sahi_nahi theek_nahi thik_nahi accha_nahi acha_nahi achha_nahi quality_theek paisa_kat paise_kat double_paise purana_maal badal_ke_do keedon कम_सामान सामान_कम कम_भेजा कम_दिया वजन_कम ठीक_नहीं अच्छा_नहीं सही_नहीं पैसा_कट पैसे_कट टूटा_हुआ kharab ganda galat galat_saman galat_maal galat_order toota tuta tooti phata fata phati phata_hua fata_hua toota_hua keede kide keeda kida"
        " shikayat shikayat_hai paise_wapas paisa_wapas refund wapas_karo wapas_lo vapas_karo kam_aaya kam_aaye kam_aayi kam_nikle kam_nikla kam_mila kam_tha nahi_mila nahin_mila nahi_mili"
        " nhi_mila nahi_aaya_tha expire expiry_nikli expiry_date_nikal badbu bekar bakwas ghatiya sada_hua sadaa chhoot_gaya bhool_gaye bhul_gaye zyada_paise jyada_paise"
        " do_baar_paise gayab leak_ho leak_tha geela gila ghun milavat nakli kankar khula_hua thanda_tha adhoora adhura mil_gaya_galat khota buri_quality thagi dhokha"
        " late_aaya der_se_aaya bahut_der bahut_late"
        " खराब गंदा गलत टूटा टूटी फटा फटी फटा_हुआ कीड़े कीड़ा शिकायत पैसे_वापस पैसा_वापस रिफंड वापस_करो वापस_लो कम_आया कम_आए कम_निकले कम_निकला कम_मिला कम_था नहीं_मिला नहीं_मिली"
        " बदबू बेकार घटिया सड़ा एक्सपायर एक्सपायरी भूल_गए ज़्यादा_पैसे दो_बार_पैसे गायब लीक गीला घुन मिलावट नकली कंकड़ खुला_हुआ देर_से_आया अधूरा छूट_गया बहुत_देर",
        "cancel": "cancel_kar_dena cancel_karwana cancel_karwa_do order_cancel_kar mera_order_cancel order_rehne_do order_mat_banao order_radd order_band_karo order_nahi_lena nahi_lena_ab order_wapas_le nahi_bhejna_order कैंसल_करो कैंसिल_करो कैंसिल_कर_दीजिए कैंसल_कर_दीजिए ऑर्डर_रहने_दो ऑर्डर_रद्द ऑर्डर_कैंसिल ऑर्डर_कैंसल कैंसल_करना कैंसिल_करना ऑर्डर_वापस_ले रद्द_कर_दीजिए रद्द_करना cancel_kar_do cancel_kardo cancel_karo cancel_karna cancel_kar_dijiye order_cancel cancel_kijiye radd_karo radd_kar_do radd_kardo rehne_do rahne_do"
        " nahi_chahiye_ab ab_nahi_chahiye order_nahi_chahiye nahi_chahiye mat_bhejo_order order_mat_bhejo order_mat_bhejna order_hata_do jane_do jaane_do cancel_krdo"
        " cancel_kr_do order_wapas rad_kar_do mat_bhejna mat_bhejo kuch_nahi_chahiye radd"
        " रद्द रद्द_करो रद्द_कर_दो कैंसल कैंसिल कैंसल_कर_दो कैंसिल_कर_दो रहने_दो अब_नहीं_चाहिए नहीं_चाहिए ऑर्डर_नहीं_चाहिए ऑर्डर_मत_भेजो जाने_दो ऑर्डर_मत_भेजना मत_भेजना मत_भेजो कुछ_नहीं_चाहिए",
        "status": "पार्सल_कहाँ पार्सल_कहां parcel_kahan parcel_kaha कहाँ_है_मेरा mera_parcel मेरा_पार्सल kab_aa_raha kab_aa_rahi kitni_der_lagegi kitna_time_lagega kab_tak_aa order_aaya_kyu deliver_hua deliver_ho_gaya bheja_kya bhej_rahe_ho kab_bhej raste_me_hai kab_tak_bhejoge mila_nahi pahuncha_nahi pohcha_nahi aaya_nahi status_kya status_kya_hai mera_order_kahan kidhar_pahuncha kaha_tak_aaya kahan_tak_aaya order_kab order_ka_kya_hua ready_hua_kya taiyar_hua_kya tayyar_hua aa_raha_hai_kya nikla_kya rider_kahan driver_kahan delivery_wala_kahan kahan_hai_delivery कब_आ_रहा कितनी_देर_लगेगी डिलीवर_हुआ भेजा_क्या रास्ते_में मिला_नहीं आया_नहीं पहुँचा_नहीं पहुंचा_नहीं स्टेटस_क्या कब_भेज कब_तक_आ तैयार_हुआ डिलीवरी_वाला_कहाँ कब_तक_पहुँचेगा कब_तक_पहुंचेगा ऑर्डर_कब मेरा_ऑर्डर_कहाँ कहाँ_तक_आया ऑर्डर_निकला निकला_कि abhi_tak_~_nahi nahi_pahuncha nahi_pahucha maal_nahi nahi_pohcha अभी_तक_~_नहीं नहीं_पहुँचा नहीं_पहुंचा order_pahuncha order_pahucha pahuncha_kya aaya_nahi nahi_aaya abhi_tak_nahi_mila abhi_tak_nahi_aaya abhi_tak_nahi_pahuncha order_nahi_mila order_nahi_aaya kab_hogi kab_hoga kab_deliver raaste_me नहीं_आया अभी_तक_नहीं_मिला अभी_तक_नहीं_आया ऑर्डर_नहीं_मिला ऑर्डर_नहीं_आया कब_होगी कब_होगा ऑर्डर_पहुँचा पहुँचा_क्या order_kahan order_kaha kahan_hai_mera kahan_hai_order kaha_hai_mera saman_kahan saman_kaha saaman_kahan maal_kahan maal_kaha delivery_kab kab_aayega kab_aaega"
        " kab_ayega kab_aayegi kab_milega kab_milegi kab_pahunchega kab_pahuchega kab_tak_aayega kab_tak_milega kab_tak_pahunchega kab_tak kitni_der kitna_time"
        " kitna_samay nikla_kya nikal_gaya bhej_diya_kya bhej_diya pahunch_gaya_kya kahan_tak kaha_tak_pahuncha kahan_pahuncha kaha_pahuncha order_status"
        " order_ka_status order_ka_kya_hua order_ka_kya kya_hua_order status_batao kab_bhejoge kab_doge kab_denge kab_bhejenge order_nikla dispatch_hua tayar_hai tayyar_hai taiyar_hai"
        " order_aaya_nahi abhi_tak_nahi_aaya nahi_aaya_abhi_tak abhi_tak_nahi order_mila_kya order_ready ready_hai_kya delivery_boy kahan_reh_gaya kidhar_hai order_kidhar"
        " order_confirm_hua ready_hua kab_tayar"
        " ऑर्डर_कहाँ ऑर्डर_कहां ऑर्डर_किधर सामान_कहाँ सामान_कहां माल_कहाँ डिलीवरी_कब कब_आएगा कब_आयेगा कब_आएगी कब_मिलेगा कब_पहुँचेगा कब_तक कितनी_देर कितना_समय कितना_टाइम"
        " निकला_क्या निकल_गया भेज_दिया_क्या पहुँचा कहाँ_पहुँचा कहाँ_तक ऑर्डर_का_स्टेटस ऑर्डर_की_स्थिति स्टेटस कब_भेजोगे कब_भेजेंगे तैयार_है ऑर्डर_का_क्या अभी_तक_नहीं कब_मिलेगी पहुंचा_क्या"
        " नहीं_आया_अभी_तक कहाँ_है_मेरा कब_देंगे ऑर्डर_मिला_क्या डिलीवरी_बॉय",
        "change": "aur_daal daal_dena aur_likh aur_laga aur_rakh aur_jodo bhi_add bhi_jod bhi_daal add_kar add_kar_dijiye usme_se_hata list_se_hata order_se_hata kam_kar_dena badal_ke badal_kar_do address_badal pata_badal time_badal ki_jagah_par ek_kam_kar ek_kam ki_bajay और_डाल और_लिख भी_जोड़ भी_डाल लिस्ट_से_हटा ऑर्डर_से_हटा पता_बदल कम_कर_देना एक_कम बदल_के डाल_देना डाल_दीजिए ऐड_करो badha_dena badha_dijiye aur_badha बढ़ा_देना और_बढ़ा kam_karke kam_kar_ke ghata_do कम_करके घटा_दो aur_bhej_do aur_bhejo aur_de_do aur_chahiye aur_bhej_dena aur_bhejna aur_dena और_भेज_दो और_भेजो और_दे_दो और_चाहिए और_भेजना ek_aur jod_do jodo jod_dena jod_dijiye add_kar_do add_kardo add_karo add_kar_dena add_karna aur_jod badal_do badal_dena badlo badalna badal_kar badal_dijiye change_kar_do change_karo"
        " change_karna order_badal order_change @_hata_do hata_do_@ hata_dena hatao hata_do nikal_do nikaldo ki_jagah ke_badle ke_bajay @_cancel_kar_do @_mat_bhejna @_mat_bhejo"
        " @_nahi_chahiye aur_bhej_do_saath usme_aur order_me_aur order_mein_aur order_me_add daal_do dal_do add_kr_do badha_do kam_kar_do"
        " एक_और जोड़_दो जोड़ो जोड़_देना जोड़_दीजिए बदल_दो बदलो बदलना बदल_देना बदल_दीजिए हटा_दो हटाओ हटा_देना हटा_दीजिए निकाल_दो की_जगह के_बदले के_बजाय @_मत_भेजना @_मत_भेजो @_नहीं_चाहिए @_कैंसल_कर_दो"
        " ऑर्डर_में_और ऐड_कर_दो बढ़ा_दो ऑर्डर_बदल डाल_दो @_रद्द_कर_दो कम_कर_दो",
        "question": "dete_ho dete_hain dete_hai kaun_se_brand kaunse_brand kis_brand_ka karte_ho_kya rakhte_ho देते_हो देते_हैं कौन_से_ब्रांड कौनसे_ब्रांड kya_ye kya_yeh kya_isme kitne_din kitna_minimum kam_se_kam_kitna kaise_order kaise_karna kaise_hota kaise_milega kahan_se kiska_hai konsi_company kis_company asli_hai original_hai kya_rate_chal kya_chal_raha कितने_दिन कैसे_ऑर्डर किस_कंपनी असली_है कौन_सी_कंपनी कम_से_कम milega milegi kya_~_milega kya_~_milegi kya_~_hai मिलेगा मिलेगी क्या_~_मिलेगा क्या_~_मिलेगी क्या_~_है kitne_ka kitne_ki kitne_ke kitna_hai kitne_hai kya_rate kya_bhav rate_kya bhav_kya kya_daam daam_kya kya_price price_kya rate_batao bhav_batao daam_batao price_batao"
        " hai_kya milega_kya milta_hai_kya milegi_kya milta_hai milti_hai available_hai kya_@_hai kya_@_milega kya_aapke_paas aapke_paas hai_ya_nahi hai_ki_nahi stock_me stock_mein kab_khulti"
        " kab_khulta kab_khulega kab_khulegi kab_band kab_tak_khuli kab_tak_khula khuli_hai khula_hai khule_ho dukan_kahan dukan_kaha dukaan_kahan kahan_hai_dukan address_kya kahan_par_hai dukan_khuli"
        " upi_chalega card_chalega gpay_chalega phonepe_chalega cash_chalega chalega_kya cod_hai home_delivery delivery_charge delivery_karte delivery_hoti delivery_kahan discount_milega discount_hai"
        " offer_hai koi_offer koi_discount udhar_milega bhugtan_kaise payment_kaise kaise_pay minimum_order kitne_baje rate_kitna bhav_kitna kitne_me kitne_mein kitna_padega kitne_rupaye kaunsa_brand"
        " kaun_sa_brand konsa_brand kaunsi_company kaun_si_company aaj_ka_rate aaj_ka_bhav kis_brand bill_milega gst_bill credit_milega aap_log kya_aap ka_rate ka_bhav ka_price ka_daam ke_rate"
        " @_hai paas_hai me_kya_fark mein_kya_fark kitna_kilo"
        " कितने_का कितने_की कितने_के कितना_है क्या_रेट क्या_भाव रेट_क्या भाव_क्या दाम_क्या क्या_दाम रेट_बताओ भाव_बताओ दाम_बताओ भाव_बताइए रेट_बताइए दाम_बताइए है_क्या मिलेगा_क्या मिलेगी_क्या मिलता_है मिलती_है उपलब्ध"
        " क्या_@_है क्या_@_मिलेगा आपके_पास है_या_नहीं कब_खुलती कब_खुलता कब_खुलेगी कब_बंद खुली_है खुला_है दुकान_कहाँ दुकान_कहां पता_क्या कितने_बजे यूपीआई होम_डिलीवरी डिलीवरी_चार्ज डिलीवरी_करते"
        " छूट कोई_ऑफर डिस्काउंट उधार पेमेंट_कैसे कौन_सा_ब्रांड का_रेट का_भाव का_दाम कीमत कितने_में कितने_रुपये क्या_आप कैश_चलेगा कार्ड_चलेगा चलेगा_क्या @_है की_कीमत कितना_पड़ेगा की_भाव क्या_कीमत",
        "menu": "लिस्ट_दिखाइए लिस्ट_दिखाएँ लिस्ट_दिखा list_dikhaiye list_dikha menu_dikhaiye मेन्यू_दिखाइए सामान_दिखाइए kya_kya_bechte kya_kya_saman kya_kya_rakhte kya_mil_sakta menu_card sab_rate rate_card daam_ki_list price_list_bhejo saman_batao items_batao product_list list_bhejna list_dena catalogue catalog क्या_क्या_रखते क्या_क्या_सामान मेन्यू_भेजो कैटलॉग_भेजो लिस्ट_दो लिस्ट_दीजिए दाम_की_लिस्ट सब_रेट kya_milega kya_available kya_kya_available kya_milta rate_list price_list ratelist samaan_ki_list saman_ki_list list_bhejo list_bhej_do list_dikhao menu_bhejo menu_dikhao kya_kya_milta kya_kya_hai kya_kya_milega kya_kya kya_bechte catalog_bhejo"
        " catalogue_bhejo saman_dikhao list_chahiye kya_saman_hai kya_saman sab_saman saari_list bhav_list"
        " रेट_लिस्ट मूल्य_सूची सूची_भेजो सूची मेन्यू मेनू लिस्ट_भेजो लिस्ट_भेज_दो लिस्ट_दिखाओ क्या_क्या_मिलता क्या_क्या_है क्या_क्या क्या_बेचते सामान_दिखाओ कैटलॉग सामान_की_लिस्ट भाव_सूची प्राइस_लिस्ट सामान_की_सूची",
        "greeting": "shubh_sandhya शुभ_संध्या suprabhat_ji namaskaram good_morning_ji assalamualaikum adab jai_mata_di jai_maharashtra ram_ram_ji aadab शुभ_रात्रि आदाब अस्सलामु सत_श्री_अकाल जय_महाराष्ट्र जय_माता_दी namaste namaskar pranam ram_ram jai_shri_ram jai_shree_krishna salaam salam sat_sri_akal suprabhat shubh_prabhat kaise_ho kaise_hain radhe_radhe"
        " नमस्ते नमस्कार प्रणाम राम_राम सुप्रभात जय_श्री_राम हैलो हेलो जय_श्री_कृष्ण राधे_राधे शुभ_प्रभात कैसे_हैं कैसे_हो हाय jai_hind kem_cho",
        "total": "kitna_hua kitna_hoga कितना_हुआ कितना_होगा",
        "mention": "mera_order mera_saman mera_maal order saman मेरा_ऑर्डर मेरा_सामान ऑर्डर सामान delivery डिलीवरी",
        "begin": "order_karna order_dena order_lagana order_karna_hai saman_chahiye saman_mangwana ऑर्डर_करना ऑर्डर_देना सामान_चाहिए kuch_saman order_likho",
        "asking": "kya kab kahan kaha kaun kaunsa konsa kitna kitne kitni kaise kyun kyon kis kisme क्या कब कहाँ कौन कौनसा कितना कितने कितनी कैसे क्यों किस",
        "thanks": "dhanyavad dhanyavaad dhanyawad shukriya haan theek_hai thik_hai accha acha achha ji ji_haan nahi hmm ok_ji sahi_hai bahut_accha mast badhiya chalega"
        " धन्यवाद शुक्रिया हाँ ठीक_है अच्छा जी नहीं ठीक बढ़िया बहुत_अच्छा सही_है चलेगा ओके",
    },
    asks={
        "payment_methods": "upi card gpay phonepe paytm cash udhar udhaar payment bhugtan online_payment credit cod pay paise_kaise khata scanner qr"
        " यूपीआई कार्ड कैश उधार पेमेंट भुगतान पेटीएम फोनपे फोन_पे गूगल_पे नकद क्रेडिट खाता ऑनलाइन_पेमेंट पैसे_कैसे",
        "hours": "kab_khulti kab_khulta kab_khulegi kab_khulega kab_khul kab_band kitne_baje khuli_hai khula_hai khule_ho khuli khula khulti khulta khulegi khulega band_hoti band_hota band_hai"
        " kab_tak_khuli kab_tak_khula kab_tak_khuli timing samay khuli_rehti"
        " कब_खुलती कब_खुलता कब_खुलेगी कब_खुलेगा कब_बंद कितने_बजे खुली खुला खुले खुलती खुलता खुलेगी खुलेगा बंद_होती बंद_होता बंद_है समय टाइमिंग",
        "delivery_area": "delivery home_delivery deliver ghar_tak pahuncha_doge pahunchate pahuncha_dete bhejte dilivari ghar_par_milega ghar_pe_bhej delivery_charge pahuncha_sakte"
        " डिलीवरी होम_डिलीवरी डिलिवरी घर_तक पहुँचा_दोगे पहुंचा_दोगे पहुँचाते पहुंचाते भेजते घर_पर_भेज",
        "ingredients": "isme_kya kisse_bana kisse_bani kya_kya_dala kya_mila shuddh milawat milavat jaivik organic eggless doodh_hai chini_hai anda_hai isme_doodh isme_chini"
        " इसमें_क्या किससे_बना किससे_बनी शुद्ध मिलावट जैविक क्या_मिला क्या_डाला अंडा_है दूध_है",
        "address": "dukan_kahan dukan_kaha dukaan_kahan dukaan_kaha kahan_hai kaha_hai kahan_par kaha_par kahan_pe address pata location kidhar_hai shop_kahan godown_kahan kahan_se_lena kahan_aana kaha_aana"
        " dukan_kidhar कहाँ_है कहां_है दुकान_कहाँ दुकान_कहां पता लोकेशन कहाँ_पर कहां_पर किधर_है एड्रेस",
        "price": "kitne_ka kitne_ki kitne_ke bhav bhaav daam dam rate rates price kimat keemat kitna_hai kitne_hai kitne_me kitne_mein kitna_padega kitne_rupaye kitne_rupay kitna_lagega mrp sasta mehnga"
        " kitna_ka kya_lagega chhoot कितने_का कितने_की कितने_के भाव दाम रेट कीमत कितने_में कितना_है कितने_रुपये कितने_रुपए कितना_पड़ेगा कितना_लगेगा छूट सस्ता महंगा",
        "availability": "hai_kya milega milegi milenge milta milti milte available stock hai_ya_nahi hai_ki_nahi aapke_paas paas_hai kya_@_hai @_hai bacha bachi mil_jayega mil_jaega mil_jayegi rakhte"
        " hoga_kya है_क्या मिलेगा मिलेगी मिलेंगे मिलता मिलती मिलते उपलब्ध आपके_पास स्टॉक @_है क्या_@_है बचा बची मिल_जाएगा मिल_जाएगी रखते",
    },
    answers={
        "yes": "haan han ha haa haanji hanji ji_haan ji_han ji theek_hai thik_hai theek thik sahi sahi_hai accha acha achha bilkul chalega chalegi zaroor jarur pakka badhiya ho_jayega koi_baat_nahi"
        " koi_dikkat_nahi koi_problem_nahi kyun_nahi kyon_nahi हाँ हां हाँजी हांजी जी ठीक सही अच्छा बिल्कुल बिलकुल चलेगा चलेगी ज़रूर पक्का बढ़िया कोई_बात_नहीं क्यों_नहीं ओके यस हाँ_जी",
        "go": "kar_do kardo karo kar_dijiye kar_dena bhej bhej_do bhejo bhejdo bhej_dena bhej_dijiye bhejiye order_kar_do confirm_kar_do confirm_karo confirm_hai pakka_karo laga_do chahiye likh_lo kijiye de_do dedo yahi yehi"
        " कर_दो करो कर_दीजिए कर_देना भेज_दो भेजो भेज_देना भेज_दीजिए भेजिए कन्फर्म ऑर्डर_कर_दो चाहिए लगा_दो लिख_लो कीजिए दे_दो यही करें",
        "no": "nahi nahin nai nhi nahee mat na naa rehne_do rahne_do galat ji_nahi abhi_nahi nako नहीं नही ना मत रहने_दो गलत जी_नहीं अभी_नहीं",
        "polite": "bhai bhaiya ji sir madam didi hai h to bas please kripya shukriya dhanyavad yeh ye wo aap abhi order saman भाई भैया जी सर मैडम दीदी है तो बस प्लीज कृपया शुक्रिया धन्यवाद ये यह वो अभी ऑर्डर",
        "1": "pehla pahla pehle_wala pahle_wala pehli pahli पहला पहली पहले_वाला",
        "2": "doosra dusra doosri dusri दूसरा दूसरी",
        "3": "teesra tisra teesri तीसरा तीसरी",
        "last": "aakhri akhri aakhiri आखिरी आख़िरी",
        "cheap": "sasta sasti saste सस्ता सस्ती",
        "en": "angrezi angreji अंग्रेजी अंग्रेज़ी इंग्लिश english इंगलिश",
        "es": "स्पेनिश",
        "hi": "hindi हिंदी हिन्दी",
        "speak": "me mein main bolo boliye bol baat karo kariye kijiye likho likhiye bhasha batao bataiye jawab do karna chahiye se hi sakte hain hai kya aap please mujhse samjhao"
        " में बोलो बोलिए बोल बात करो करें करिए कीजिए लिखो लिखिए भाषा बताओ बताइए जवाब दो दीजिए कृपया चाहिए ही मुझसे कर सकते हैं क्या आप",
        "repeat": "wahi_wala vahi_wala wahi_order wahi_saman wahi_saaman wahi_phir wahi_fir wahi_dobara wahi_sab wahi_bhej pichla_order pichhla_order pichla_wala pichhla_wala pichli_baar pichhli_baar"
        " same_order jaisa_pichli jaise_pichli hamesha_wala hamesha_jaisa hamesha_ki_tarah roz_wala purana_order same_wala same_bhej last_time_wala last_wala same_to_same phir_se_wahi fir_se_wahi dobara_wahi"
        " वही_वाला वही_ऑर्डर वही_सामान वही_फिर वही_दोबारा वही_सब वही_भेज पिछला_ऑर्डर पिछला_वाला पिछली_बार हमेशा_वाला हमेशा_जैसा हमेशा_की_तरह रोज_वाला फिर_से_वही",
    },
    respelled={
        "शुगर": "sugar",
        "आइस": "ice",
        "एक्स्ट्रा": "extra",
        "मिल्क": "milk",
        "टी": "tea",
        "लेस": "less",
        "नो": "no",
        "विदाउट": "without",
        "विथ": "with",
        "एंड": "and",
        "हाफ": "half",
        "हॉट": "hot",
        "कोल्ड": "cold",
        "ग्रीन": "green",
        "ब्राउन": "brown",
        "बॉक्स": "box",
        "राइस": "rice",
        "सॉल्ट": "salt",
        "ऑयल": "oil",
        "सोप": "soap",
        "कॉफी": "coffee",
        "बिग": "big",
        "स्मॉल": "small",
        "h": "hai",
        "ky": "kya",
        "kb": "kab",
        "mje": "mujhe",
        "muje": "mujhe",
        "mjhe": "mujhe",
        "chaiye": "chahiye",
        "chhiye": "chahiye",
        "chahye": "chahiye",
        "cahiye": "chahiye",
        "bhjo": "bhejo",
        "bejo": "bhejo",
        "bhj": "bhej",
        "bhji": "bhai",
    },
    verb_numbers="do दो",
    verb_stems="kar de bhej bata laga rakh likh hata la dila bhijwa karwa kara badal dikha mangwa bana jod chhod daal dal nikal band bhijva"
    " pack le dilwa khol badha कर दे भेज बता लगा रख लिख हटा ला दिला भिजवा करवा करा बदल दिखा मंगवा बना जोड़ छोड़ डाल निकाल बंद बढ़ा",
    verb_objects="na ya ना",
    late="kam ghata कम घटा jod jodo badal badlo badalna aur usme daal dal badha order ek ki ke ऐड जोड़ जोड़ो बदल बदलो बदलना डाल बढ़ा ऑर्डर और एक की के",
)
