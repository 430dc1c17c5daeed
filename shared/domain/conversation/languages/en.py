"""English as customers type it."""

# ruff: noqa: E501 - tables: a line break inside a list of words says nothing

from __future__ import annotations

from shared.domain.conversation.words import Language, Role

WORDS = Language(
    code="en",
    numbers={
        **dict(
            zip(
                [
                    "zero",
                    "one",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "ten",
                    "eleven",
                    "twelve",
                    "thirteen",
                    "fourteen",
                    "fifteen",
                    "sixteen",
                    "seventeen",
                    "eighteen",
                    "nineteen",
                    "twenty",
                ],
                range(21),
                strict=True,
            )
        ),
        "thirty": 30,
        "forty": 40,
        "fourty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
        "couple": 2,
        "pair": 2,
        "single": 1,
        "tow": 2,
        "thre": 3,
        "fiv": 5,
    },
    multipliers={"dozen": 12, "dozens": 12, "doz": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000},
    fractions={"half": "1/2", "quarter": "1/4"},
    units={
        **dict.fromkeys(["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "k.g"], ("g", 1000)),
        **dict.fromkeys(["g", "gm", "gms", "gr", "gram", "grams", "grm"], ("g", 1)),
        **dict.fromkeys(["l", "lt", "ltr", "ltrs", "litre", "litres", "liter", "liters"], ("ml", 1000)),
        **dict.fromkeys(["ml", "millilitre", "millilitres"], ("ml", 1)),
    },
    sizes={
        "large": "large lg lrg larg lrge big l larges biggest jumbo",
        "regular": "regular reg small sm regulars smalls normal rg r regualr reguler",
        "?": "medium med",
    },
    roles={
        Role.A: "a an",
        Role.ALL: "both all each every everything all_of_them both_of_them of_each",
        Role.AND: "and n nd then and_also plus",
        Role.OR: "or",
        Role.WITH: "with w",
        Role.OF: "of",
        Role.TIMES: "x times",
        Role.CONTAINER: "packet packets pkt pkts pack packs pouch pouches bag bags bottle bottles btl btls bottel botl packt packts pket sachet sachets dabba box boxes carton"
        " cartons piece pieces pcs pc nos unit units cup cups glass glasses can cans tin jar qty quantity count",
        Role.CONTRAST: "not and_not but_not",
        Role.NEGATION: "no without dont_want dont_send dont_add dont_need dont_include dont_put do_not_send do_not_add"
        " except do_not_want do_not_put hold_the w/o",
        Role.CORRECTION: "actually make_that make_it cancel_that forget_that strike_that no_wait wait i_mean i_meant sorry oops correction scratch_that"
        " change_that_to change_it_to rather no_sorry sorry_i_meant actually_make_that actually_make_it or_actually"
        " wait_no no_actually nvm on_second_thought",
        Role.AGAIN: "another one_more",
        Role.INSTEAD: "instead_of in_place_of",
        Role.SWAP: "replace swap change switch substitute exchange",
        Role.BECOMES: "with to for by",
        Role.REMOVE: "remove delete cancel drop skip scratch forget take_off take_out leave_out",
        Role.VAGUE: "some few several many lots bunch",
        Role.MORE: "extra more double triple lots_of",
        Role.AMOUNT: "less light little low not_too half quarter easy_on medium full normal zero"
        " reduced only_a_little sugar_free much_less less_of",
        Role.NOUN: "ice sugar sweet sweetness sweetener sugary boba pearls pearl tapioca foam hot cold spicy milk ice_level"
        " toppings topping straw straws bags napkins jelly pudding whipped_cream cream syrup ices",
        Role.WISH: "to_go for_here takeaway take_away iced hot cold warm sweet oat_milk almond_milk soy_milk with_oat_milk"
        " asap urgently urgent decaf extra_hot to_stay extra_napkins lactose_free gift_wrapped for_pickup for_delivery"
        " oat almond soy dairy_free vegan separately well_shaken shaken blended",
        Role.BEFORE_TIME: "pickup pick_up pickup_at pick_up_at pick_it_up_at ready_by ready_at at by around before after until till",
        Role.AFTER_NUMBER: "am pm oclock min mins minute minutes hour hours hrs people persons guests rs rupees dollars"
        " bucks usd inr cents percent st nd rd th of_them days day weeks ft_street",
        Role.BEFORE_NUMBER: "flat room table apartment apt unit_no house no. number pin pincode zip order_no floor suite"
        " phone mobile street lane block sector plot order_number ticket",
        Role.TO: "to",
        Role.REFUSAL: "not_required not_needed not_wanted no_longer_needed no_longer_required off off_my_order off_the_order off_of_my_order out_of_my_order out_of_the_order",
        Role.PLACE: "for_a for_an for_the for_our for_his for_her for_their deliver_to deliver_it_to send_to send_it_to ship_to address my_address address_is name_is my_name_is"
        " under_the_name name under_name on_the_name in_the_name this_is i_am im pickup_name name_for for_my drop_at drop_it",
        Role.WANT: "want need send order give get can_i_get can_i_have could_i_get could_i_have may_i_have may_i_get"
        " can_we_get can_we_have can_you_send could_you_send can_you_give id_like i_would_like we_would_like wed_like"
        " ill_have ill_take ill_get ill_order gimme lemme_get let_me_get please pls plz plzz please_send i_want i_need"
        " we_need we_want can_you_deliver deliver bring pack parcel send_me get_me hook_me_up_with looking_for book"
        " can_you_make could_you_make make_me i_will_have i_will_take can_i_order id_love i_wanna wanna could_we_get"
        " could_we_have i_need_to_order want_to_order would_like like_to_order take have let_us_get grab arrange",
        Role.OTHER_GOODS: "pad_thai thai_curry thai_food egg_roll egg_rolls fried_rice rice_bran bran rice_cake rice_cakes fruit herbal tulsi kolam indrayani ambemohar sona_masoori masoori pickle martini mojito milkshake milkshakes shake shakes slush slushie bagel bagels tart tarts pie pies cheesecake cheesecakes gum candy pastry pastries hotdog hotdogs salad steak ketchup mayo sauce oats cereal sprite fanta soda beer wine pizza pizzas burger burgers soup soups coffee coffees coke cola pepsi sandwich sandwiches bread"
        " eggs butter cheese paneer curd yogurt noodles maggi chips juice juices water lassi fries donut donuts cake"
        " cakes cookie cookies taco tacos burrito burritos kurkure onion onions potato potatoes tomato tomatoes chicken"
        " fish mutton shampoo toothpaste brush broom smoothie smoothies frappe espresso cappuccino croissant muffin"
        " strawberry strawberries chocolate vanilla coconut almond peanut almonds cashew cashews brown honeydew melon"
        " watermelon peach passionfruit pineapple banana apple grape lemon lime lemonade oolong jasmine chana masoor"
        " urad rajma besan maida suji poha turmeric haldi chilli chili pepper jeera cumin hing black rock white red"
        " sushi ramen dumplings icecream oreo ube coriander olive groundnut palm sesame nutella kitkat salad dosa idli"
        " samosas samosa vada batteries candles matches tissue tissues handwash phenyl fevicol pen notebook dal_makhani",
        Role.FILLER: "hi hello hey hiya yo dear sir madam team there thanks thank thank_you thx ty the my me you your i we us"
        " it its is are was be this that these those for please kindly also just only too as well from in on today"
        " tomorrow tonight now later soon morning evening afternoon night noon good great nice yes yeah yep ok okay sure"
        " would could can will shall may might should like so but if when what which who how why where do does did done"
        " am have had has been then here there again really very much many any something else usual same"
        " fresh best new nice_big time order orders ordered pick up pickup delivery deliver home store shop ready lol haha"
        " thats all that_is_all thats_it that_is_it thats_all flavor flavour drink drinks item items following list quick"
        " quickly fast total bill pay cash card upi gpay online price cost rate because about let get got make made wife"
        " husband kid kids mom dad friend friends son daughter party office family him her them they he she his our each_one"
        " asap_please hope fine everyone guys bro buddy man dude maam size sized type kind way ppl not_too_late hungry"
        " thirsty yummy delicious favorite favourite love lovely monday tuesday wednesday thursday friday saturday sunday"
        " lunch dinner breakfast house tell see look going back think know maybe perhaps still yet already than think long"
        " wrong forgot missing late never once twice day week month first last next other others both_please hours late"
        " since between while during until such even ever every own out over under again plan flat class going time"
        " chair sure sell sale team said ago hour minute some_of sister brother boss colleague colleagues coworker coworkers neighbor boyfriend girlfriend bf gf hubby roommate online uh um umm er erm hmm uhh umm okay_so an_order the_order my_order this_order our_order jk idk hold_on just_kidding do_one_thing deal door open close closed start end work help change add put keep hold"
        " need_it cool awesome perfect bye goodbye wait minute second please_and_thanks pleaseee more place placed note says",
    },
    cues={
        "stop": "do_not_contact dont_contact opt_me_out unsub dont_message_me end quit_it no_more_msgs stop_msgs stop_the_messages stop_these stop_sending_these dont_text stop_bothering do_not_text do_not_send_me_messages stop_sms stop quit stop_this no_more_texts_please block_me remove_my_number delete_my_number unsubscribe opt_out stop_messages stop_~_messages stop_messaging stop_sending stop_texting"
        " no_more_messages remove_me unsubscribe_me do_not_message dont_message dont_text_me stop_contacting dont_send_~_messages"
        " stop_promotions no_more_promotions dont_contact_me leave_me_alone take_me_off stop_spamming quit_messaging"
        " no_more_texts no_more_offers dont_send_~_offers stop_all stop_promo",
        "human": "customer_rep someone_real live_agent are_you_human is_anyone_real assistance someone_call have_someone_call a_person_i talk_to_the_owner speak_to_the_owner sales_person salesperson sales_team talk_to_sales give_me_a_ring phone_call_please support_team a_human speak_w talk_w speak_to_~_one human put_me_through help help_me i_need_help need_help real_human agent operator representative talk_to_~_person talk_to_~_someone talk_to_someone speak_to_someone"
        " talk_to_somebody speak_to_~_person speak_with_~_person speak_to speak_with talk_to talk_with call_me give_me_a_call"
        " real_person customer_care customer_service customer_support staff_member contact_~_person chat_with_~_person"
        " chat_with_someone the_manager the_owner phone_me ring_me someone_call someone_~_call_me need_~_help_from_a_person"
        " are_you_a_bot connect_me transfer_me is_this_a_bot live_person live_chat can_someone_help somebody_help"
        " get_someone actual_person talking_to_a_bot support_person call_back call_me_back",
        "complaint": "had_ants ants_in had_insects had_worms had_bugs took_over_an_hour took_an_hour took_too_long again_you had_no_@ had_no_boba had_no someone_elses_order someone_else_s_order rancid smells always_send_less send_less sent_less short_quantity not_enough tasted_weird ordered_large_got ordered_regular_got ordered_~_instead_got not_what_i isnt_what_i wasnt_what_i never_showed no_show didnt_come_with came_without tasteless flavorless bland bitter too_salty too_bitter too_icy lukewarm stinks food_poisoning plastic_in bug_in fly_in dirty exploded ripped short_changed charged_me_for wrong_address_and delivered_to_the_wrong nobody_answers not_satisfied dissatisfied poor_service pathetic fed_up frustrated annoyed upset want_a_refund want_my_money give_me_my_money replacement compensation hard_as mushy half_filled half_full half_a_cup not_full asked_for_~_and_got asked_for_~_got ordered_~_got was_supposed what_a_joke hour_wait found_~_in_my found_~_in_the in_my_drink_was took_my_order took_forever takes_forever second_time_you not_acceptable so_disappointed low_quality wrong_again messed_up_my mess_up_my but_no_order but_no_confirmation debited money_deducted amount_deducted deducted_twice paid_but short_by one_short short_delivery underweight less_weight someone_took someone_else_took stole stolen than_billed than_i_ordered than_i_paid got_~_less paid_for_~_got only_got says_delivered nothing_here marked_delivered shows_delivered rock_hard charged_my theres_no_@ there_was_no_@ there_is_no_@_in no_@_in_the no_@_in_my is_hard is_cold leaked charged_twice cant_drink couldnt_drink cant_eat couldnt_eat why_~_late order_~_late is_late running_late i_got_~_instead got_~_instead_of i_asked_for asked_for_no but_got received_only i_got_only wrong weird gross nasty cracked crushed sour undrinkable inedible scam fraud ridiculous never_again you_sent_me you_gave_me you_guys_sent you_guys_gave tasted_like wait_~_hour waited_~_hour waiting_~_hour not_hot not_cold no_straw_in no_~_in_my not_good not_right is_off was_off tastes_off bad_experience very_bad so_bad isnt_right wasnt_right not_as_ordered missing_from i_got_a i_got_one delivered_wrong wrong_order wrong_item wrong_drink wrong_drinks wrong_product was_wrong is_wrong were_wrong wrong_size"
        " was_cold were_cold was_hard were_hard was_warm was_bad were_bad tasted tastes_bad taste_bad was_stale is_stale stale"
        " rotten spoiled spoilt expired damaged broken torn leaked leaking spilled spilt was_missing is_missing missing"
        " were_missing you_forgot forgot_my forgot_the you_guys_forgot they_forgot didnt_get_my didnt_receive didnt_get"
        " did_not_receive did_not_get never_received never_got never_came never_arrived havent_received"
        " not_received charged_twice charged_me overcharged double_charged refund money_back my_money_back terrible awful horrible"
        " disgusting bad_service poor_quality bad_quality complaint complain unacceptable disappointed not_happy unhappy"
        " insects worms hair_in got_the_wrong received_the_wrong sent_the_wrong gave_me_the_wrong sent_me_the_wrong"
        " gave_me_wrong sent_wrong got_wrong received_wrong too_late very_late so_late was_late rude half_empty was_empty"
        " was_torn not_fresh wasnt_fresh smells_bad smelled_bad smell_bad was_watery watery instead_of_~_i_got i_only_got"
        " only_got only_received is_open_packet was_open seal_~_broken was_not_good wasnt_good not_what_i_ordered incorrect"
        " was_too_sweet made_me_sick got_sick was_burnt burnt soggy is_cold undercooked moldy mold fungus smelly_rice"
        " ordered_~_but_got ordered_~_but_received asked_for_~_but ordered_~_got_~_instead short_~_delivered delivered_less"
        " less_quantity quality_~_bad quality_~_poor is_damaged worst arrived_melted melted arrived_cold arrived_warm"
        " arrived_broken came_cold came_broken a_bug found_a not_working doesnt_taste ruined ice_~_melted too_sweet messed_up",
        "cancel": "call_it_off dont_bother dont_prepare dont_want_anything dont_want_this_order scrap_it scratch_my_order scratch_everything forget_about_the_order forget_about_it no_longer_want no_longer_need dont_deliver void_my_order withdraw_my_order have_to_cancel need_to_cancel want_to_cancel wanna_cancel gotta_cancel cancel_please cancel_full cancel_entire cancel_all cancel_the_whole please_cancel cancel_please can_i_cancel wrong_store cancel cancel_order cancel_~_order cancel_it cancel_that cancel_everything cancel_please"
        " dont_want_it_anymore dont_want_it dont_want_the_order dont_want_my_order dont_need_it nevermind never_mind"
        " forget_it forget_the_order forget_my_order call_off no_longer_want no_longer_need changed_my_mind dont_make_it dont_make_my dont_make_the"
        " do_not_want_the_order order_by_mistake ordered_by_mistake ordered_by_accident scrap_the_order abort"
        " delete_my_order delete_the_order dont_want_my_order stop_my_order stop_the_order take_back_my_order"
        " dont_send_it dont_send_my_order dont_send_the_order cancellation canel cancle",
        "status": "any_idea_when when_itll_be when_will_it_be when_its_ready start_my_order started_my_order still_says wheres_the_driver wheres_~_driver wheres_~_order wheres_~_food wheres_~_delivery wheres_~_package wheres_~_stuff wheres_~_drinks is_~_coming_or coming_yet coming_or_not any_eta whats_the_eta whats_the_status whats_happening whats_going_on_with has_~_been_dispatched has_~_been_sent has_~_delivered did_~_leave did_you_ship did_you_send have_you_sent have_you_shipped sent_~_yet not_here_yet still_not_here still_no still_havent havent_heard waiting_since been_waiting waiting_on when_~_get_here when_~_arrive when_~_delivered almost_ready almost_done close_to_done ready_for_pickup can_i_come_get can_i_come_pick tracking_number tracking_link did_my_order was_my_order did_you_get_my did_you_receive_my order_was_received was_received was_accepted placed_an_order just_checking checking_on checking_in_on is_my_stuff nearly_ready out_yet left_yet order_go_through go_through went_through how_much_longer update_please any_updates progress_of dispatch_date delivery_date expected_date is_it_coming is_it_on is_it_shipped shipped_my sent_out been_made made_yet taking_so_long when_will_you when_will_it when_will_they whats_taking still_nothing ordered_~_ago ago_and_still check_on check_~_order look_up_my_order shipped_it sent_it_yet sent_my_order shipped_my on_its_way on_it_s_way on_my_way is_it_done is_it_ready_yet is_that_ready any_news is_~_coming can_i_pick_it_up arriving my_order_yet order_yet order_come not_come_yet hasnt_arrived hasnt_come not_arrived havent_arrived not_received_yet havent_gotten havent_got when_should_i_come tell_me_where_my where_my where_is_my where_is_it where_are_they where_~_my_order where_is_the_order where_~_order wheres_my wheres_~_order where_are_my"
        " where_~_my_delivery where_is_~_delivery order_status status_of status track tracking track_my is_my_order"
        " is_it_ready are_they_ready is_~_order_ready is_~_ready my_order_ready when_will_~_order when_will_~_arrive"
        " when_will_~_come when_will_~_ready when_will_~_reach when_will_i_get when_will_i_receive when_is_~_order"
        " when_is_~_coming when_is_~_arriving when_is_~_delivery how_long how_much_longer how_much_time eta any_update"
        " update_on on_the_way out_for_delivery did_~_order_go has_~_shipped has_my_order shipped_yet dispatched"
        " order_update has_~_left delivery_status did_you_get_my_order did_you_receive_my_order still_waiting"
        " waiting_for_my is_the_order order_confirmed rider_is driver_~_coming where_~_driver where_~_rider when_can_i_pick_up"
        " ready_yet done_yet when_will_you_deliver how_far is_my_delivery where_~_parcel where_~_package where_~_stuff"
        " when_do_i_get what_happened_to_my ready_for_pickup_yet whats_happening_with is_my_food are_my expected_delivery"
        " order_reached where_has_my",
        "change": "actually_add and_add include put_in add_in can_i_add could_i_add upgrade_my upgrade_the upsize downsize upgrade_~_to reschedule push_my_pickup move_my_pickup different_address new_address update_address change_delivery change_pickup change_time change_the_time one_less one_fewer decrease forgot_to_add i_forgot_to_add forgot_to_order no_@_anymore bump_up swap_out also_get can_i_also could_i_also can_we_also id_also_like i_also_want throw_in also_throw toss_in also_a also_one also_2 more_@ make_both make_all make_everything make_them_all change_both update_~_to double_it increase reduce only_one_now i_want_to_update instead_of_the make_it_large add_~_one_more add_one_more one_more another add_~_to_my_order add_~_to_the_order to_my_order add add_also"
        " also_add can_you_add replace swap instead_of change_~_to change_my_order change_the_order change_my"
        " change_the edit_my_order modify modify_my_order update_my_order change_order remove take_off take_out leave_out"
        " switch_my switch_the switch_~_to switch_~_for substitute exchange_the make_it make_that make_my make_the"
        " cancel_the_@ drop_the remove_the i_want_to_change want_to_change need_to_change without_the_@_now"
        " cancel_only cancel_just delete_the_@ make_them change_address change_it_to change_that_to forget_the_@ skip_the_@"
        " dont_send_@ dont_send_the_@ also_add to_~_order_please_add edit_order instead_please dont_want_the_@ no_more_@",
        "question": "cheapest whats_cheapest order_online can_i_order_online my_total whats_my_total what_will_it_cost how_much_will you_open till_when until_when get_delivery delivery_to how_is_the hows_the is_that is_it_possible do_your what_brands which_types what_types is_@_available how_long_does how_long_do what_are_the is_credit do_you_give do_you_provide do_you_have_any who_is_this who_are_you what_is_this when_will_you_open when_will_you_close when_will_you_be_open when_will_you_have what_was what_did_i rate rates mrp how_much how_many tell_me_about shop_timing store_timing timings timing opening closing can_you_tell how_much_is how_much_are how_much_for what_is_the_price whats_the_price price_of price_for"
        " price cost what_does_~_cost how_many_calories calories do_you_have have_you_got you_have do_you_sell do_you_carry do_you_guys"
        " are_you_open what_time what_are_your_hours your_hours hours opening_hours when_do_you when_are_you where_are_you"
        " where_is_your where_is_the_store where_is_the_shop your_address whats_your_address what_is_your location do_you_deliver do_you_accept do_you_take"
        " do_you_offer do_you_do delivery_charge delivery_charges delivery_fee delivery_area minimum_order min_order"
        " is_there are_there is_the are_the is_it does_the does_it what_is_in whats_in what_is_the what_is whats_the what_are"
        " which_is which_one any_offers any_discount discount discounts offers in_stock available is_~_available"
        " is_~_in_stock can_i_pay how_do_i how_can_i how_does how_big how_sweet what_size what_sizes what_kind which_sizes"
        " halal vegan_options gluten contain_nuts is_delivery_free free_delivery can_you_deliver_to can_i_pick_up do_u_have"
        " do_u_sell do_you got_any u_have any_~_left have_any still_have what_flavors what_flavours which_brand what_brand rate_of"
        " todays_rate rate_today rates_today are_you are_u open_today open_now closed_today closing_time credit_available"
        " do_i_have_to how_to what_toppings can_i_return return_policy does_~_have do_they is_your is_this whats_your"
        " what_payment_methods payment_methods payment_options accept_cards accept_upi gst_bill when_does how_late how_early"
        " price_per bulk_rate bulk_price parking do_these cash_on_delivery whats_the_difference difference_between recommend",
        "menu": "what_can_i_buy see_options full_list list_everything what_else_is_there whats_available_today available_items available_products show_me_options show_options all_items whole_menu entire_menu todays_menu list_of_drinks drinks_list drink_list list_of_teas food_list what_flavors_u_got what_flavors_you_got what_flavours_you_got what_u_got what_you_got what_do_u_have what_drinks_do_u_have whatcha_got what_yall_got menu whats_available what_is_available what_flavors_do_you_have what_flavours_do_you_have what_can_i_get what_kind_of_~_do_you_have show_me_everything what_do_you_offer what_do_you_guys_have what_do_you_guys_sell what_do_you_serve the_menu menu_please see_the_menu show_me_~_menu price_list rate_list catalog catalogue what_do_you_sell"
        " what_do_you_have what_all_do_you_have what_can_i_order list_of_items product_list products_list item_list"
        " list_of_products show_products show_items show_me_what what_drinks what_drinks_do_you_have what_items_do_you_have what_products_do_you_have what_teas_do_you_have what_items show_me_~_products what_have_you_got browse"
        " see_your_products see_products whats_on_the_menu what_products what_~_do_you_sell show_catalog send_list"
        " see_what_you_have price_sheet what_else_do_you_have all_products show_me_your_drinks what_is_there_to_order options_please",
        "greeting": "hi hello hey hiya yo good_morning good_afternoon good_evening greetings howdy sup whats_up hey_there"
        " hi_there hello_there helo hii hiii heya gm morning how_are_you good_day anyone_there hellooo heyy heyyy",
        "total": "how_much_is_it how_much_is_that how_much_total whats_the_total how_long how_much_will",
        "mention": "my_order the_order my_delivery my_parcel my_package my_drinks my_drink my_stuff my_food my_items my_groceries our_order",
        "begin": "place_an_order to_order like_to_order want_to_order make_an_order can_i_order i_want_to_order start_an_order new_order start_order",
        "asking": "how what which who why when where does is are do can could will whats hows did has have whos any",
        "thanks": "wrong_number no_thanks no_thank_you see_you thanks thank_you thx ty ok okay cool great awesome perfect yes yeah yep sure bye goodbye got_it nice lol"
        " haha fine no nope alright good_night welcome done love_it",
    },
    asks={
        "payment_methods": "pay paying payment payments card cards credit_card debit visa mastercard amex cash cod cash_on_delivery upi gpay google_pay"
        " phonepe paytm venmo zelle paypal apple_pay cashapp cash_app credit on_credit contactless tap_to_pay cheque",
        "hours": "open opening opens close closes closing closed hours timing timings what_time how_late how_early until_when till_when until_what_time till_what_time"
        " when_do_you_deliver holiday",
        "delivery_area": "deliver delivers delivery deliveries delivering ship shipping service_area delivery_area far_do_you bring_it_to come_to_my drop_off",
        "ingredients": "ingredient ingredients contain contains containing in_it vegan vegetarian dairy gluten nuts nut halal kosher allergen allergens allergy allergic"
        " calories caffeine caffeinated decaf lactose made_of made_with made_from what_is_in whats_in what_is_inside have_milk have_sugar have_dairy"
        " gelatin eggless organic jain preservatives sugar_free nut_free gluten_free how_sweet soy",
        "address": "where_are_you where_you_at where_r_u where_are_u where_is_your where_s_your where_is_the_store where_is_the_shop where_is_your_store wheres_your where_do_i_pick"
        " where_do_i_come where_can_i_pick your_address address located location locations directions parking park landmark how_do_i_get_to how_do_i_find"
        " get_there near_me branch branches map where_can_i_find_you which_area",
        "price": "how_much price prices priced pricing cost costs rate rates mrp charge charges expensive cheaper cheap how_many_dollars how_many_rupees discount"
        " total_for per_kg",
        "availability": "do_you_have do_you_guys_have do_u_have have_you_got have_u_got you_have u_have do_you_sell do_u_sell do_you_carry you_sell in_stock available"
        " any_left still_have is_there are_there stock got_any you_got sold_out out_of_stock have_any left do_you_keep do_you_stock can_i_get can_you_get do_you_make"
        " do_you_do you_guys_have back_in you_carry",
    },
    answers={
        "yes": "yes yeah yep yup ya yea yas ye y sure ok okay okey k kk alright right correct absolutely definitely course exactly perfect fine good great"
        " cool affirmative agreed confirmed deal done yess thats_it sounds_good looks_good all_good looks_right thats_right thats_correct its_correct"
        " it_is_correct its_fine is_fine go_for_it why_not no_problem no_worries no_issue no_prob no_changes_needed no_changes nice awesome lgtm aye totally",
        "go": "confirm go ahead go_ahead place book proceed do do_it send order accept accepted continue checkout it that my the this want i please_confirm lets_do_it"
        " lets_go place_it",
        "no": "no nope nah naah n not dont wrong incorrect never negative cancel nay neither nevermind never_mind no_thanks no_thank_you no_way not_now not_really not_correct not_right not_ok not_okay not_good not_fine not_that",
        "polite": "please pls plz plss thanks thank you thx ty sir madam maam bro man dude hi hello ji bhai of so then all now and u very much yes_sir guys team dear",
        "1": "first 1st one_st option_one option_a top_one",
        "2": "second 2nd option_two option_b",
        "3": "third 3rd option_three option_c",
        "last": "last bottom_one latter",
        "cheap": "cheaper cheapest less_expensive",
        "en": "english inglish englis ingles anglais",
        "es": "spanish",
        "hi": "hindi",
        "speak": "in speak talk write reply switch change to language please pls can you we do lets use i prefer want only me my is now text respond continue answer"
        " could would like the with chat msg message from",
        "repeat": "the_usual my_usual same_as_last same_as_before same_as_always same_as_usual same_as_yesterday same_as_previous same_again same_order same_thing same_items same_one"
        " repeat_my repeat_the repeat_last repeat_order repeat_previous repeat_it my_last_order last_order_again previous_order usual_order usual_please the_same what_i_had_last what_i_ordered_last"
        " what_i_got_last what_i_always same_stuff reorder order_again like_last_time as_last_time like_yesterday same_like_last usual same_pls same_please",
    },
    endings=("es", "s"),
    verb_stems="ill well lets id they to must you u i we can could what how where when why which",
    verb_objects="you u i we they not the it this your these a an some me us yall ya us any",
    respelled={
        "xtra": "extra",
        "u": "you",
        "ur": "your",
        "yall": "you",
        "ya'll": "you",
        "wat": "what",
        "wht": "what",
        "hw": "how",
        "whr": "where",
        "wer": "where",
        "wen": "when",
    },
    definite="the that this my",
    late="to add in instead",
)
