"""Spanish as customers type it, with and without accents."""

# ruff: noqa: E501 - tables: a line break inside a list of words says nothing

from __future__ import annotations

from shared.domain.conversation.words import Language, Role

WORDS = Language(
    code="es",
    numbers={
        **dict(
            zip(
                [
                    "cero",
                    "uno",
                    "dos",
                    "tres",
                    "cuatro",
                    "cinco",
                    "seis",
                    "siete",
                    "ocho",
                    "nueve",
                    "diez",
                    "once",
                    "doce",
                    "trece",
                    "catorce",
                    "quince",
                    "dieciséis",
                    "diecisiete",
                    "dieciocho",
                    "diecinueve",
                    "veinte",
                    "veintiuno",
                    "veintidós",
                    "veintitrés",
                    "veinticuatro",
                    "veinticinco",
                ],
                range(26),
                strict=True,
            )
        ),
        "treinta": 30,
        "cuarenta": 40,
        "cincuenta": 50,
        "sesenta": 60,
        "setenta": 70,
        "ochenta": 80,
        "noventa": 90,
        "cien": 100,
        "ciento": 100,
        "doscientos": 200,
        "quinientos": 500,
        "par": 2,
    },
    multipliers={"docena": 12, "docenas": 12, "mil": 1000, "millón": 1_000_000, "millones": 1_000_000},
    fractions={"medio": "1/2", "media": "1/2", "cuarto": "1/4"},
    tens_joiner="y",
    units={
        **dict.fromkeys(["kilo", "kilos", "kilogramo", "kilogramos"], ("g", 1000)),
        **dict.fromkeys(["gramo", "gramos"], ("g", 1)),
        **dict.fromkeys(["litro", "litros"], ("ml", 1000)),
    },
    sizes={
        "large": "grande grandes grand gde gdes grd grandote grandotes",
        "regular": "ch chic normal normales regular regulares chico chica chicos chicas pequeño pequeña pequeños pequeñas"
        " chiquito chiquita chiquitos pequeñito",
        "?": "mediano mediana medianos medianas",
    },
    roles={
        Role.A: "un una",
        Role.ALL: "ambos ambas todos todas todo cada los_dos las_dos los_tres las_tres cada_uno los_2 los_3",
        Role.AND: "y e más además también y_también",
        Role.OR: "o u",
        Role.WITH: "con",
        Role.OF: "de del",
        Role.TIMES: "por_x",
        Role.CONTAINER: "paquete paquetes caja cajas bolsa bolsas botella botellas pieza piezas unidad unidades vaso vasos"
        " orden órdenes porción porciones lata latas",
        Role.NEGATION: "sin ningún ninguna no_quiero no_me_pongas no_pongas no_mandes no_manden no_agregues no_envíen"
        " excepto no_le_pongas no_me_mandes no_incluyas nada_de",
        Role.CORRECTION: "mejor perdón no_mejor digo quise_decir me_equivoqué corrijo mejor_que_sean que_sean bueno_mejor"
        " espera no_espera o_mejor disculpa perdón_mejor mejor_dicho hazlo ponle_mejor mejor_ponme mejor_dame quiero_decir",
        Role.AGAIN: "otro otra uno_más una_más",
        Role.INSTEAD: "en_vez_de en_lugar_del en_lugar_de en_vez_del",
        Role.SWAP: "cambia cambiar cámbiame cambien reemplaza reemplazar sustituye cambie sustituir reemplace cambio cámbiale",
        Role.BECOMES: "por a con en",
        Role.CONTRAST: "y_no",
        Role.REMOVE: "sácale sácame sáquenle quíteme quítame bórrale quita quitar quítame quiten elimina borra quítale saca quite eliminar cancela olvida cancelen borrar",
        Role.VAGUE: "unos unas algunos algunas varios varias pocos pocas",
        Role.MORE: "extra doble triple mucho mucha muchas muchos bastante",
        Role.AMOUNT: "menos poco poca medio media bajo bajos cero bien un_poco_de poquito poquita"
        " poquito_de suave mitad_de con_menos",
        Role.NOUN: "hielo azúcar dulce dulces boba perlas tapioca leche crema espuma endulzante frío frías caliente popote"
        " popotes servilletas azucarado dulzor cubiertos toppings gelatina",
        Role.WISH: "para_llevar para_aquí caliente frío fría calientes fríos urgente leche_de_avena leche_de_almendra"
        " leche_de_soya leche_de_soja por_separado para_recoger a_domicilio tibio templado bien_frío con_leche_de_avena"
        " deslactosada descafeinado lo_antes_posible cuanto_antes avena almendra",
        Role.BEFORE_TIME: "a_las para_las antes_de_las como_a_las a_eso_de_las sobre_las después_de_las hasta_las a_la para_la",
        Role.AFTER_NUMBER: "personas persona minutos minuto horas hora dólares pesos días día ciento de_la_tarde de_ellos"
        " de_ellas de_la_mañana de_la_noche",
        Role.BEFORE_NUMBER: "apartamento depto departamento calle número piso mesa teléfono casa_número avenida avda",
        Role.PLACE: "para_la para_el para_un para_una para_los para_nuestra para_nuestro para_mis para_su entregar_en mándalo_a envíalo_a mi_dirección dirección a_nombre_de me_llamo soy mi_nombre_es nombre"
        " para_mi para_mis enviar_a entrega_en llévalo_a",
        Role.WANT: "me_regalas regalas regálenme me_regalan me_apartas apártame apártenme quiero quisiera quisiéramos queremos necesito me_da me_das dame deme denme ponme póngame me_pones me_pone mándame"
        " mande manda mandame envíame envíeme pedir pedido ordenar me_regala me_trae tráeme regálame me_gustaría"
        " por_favor porfa porfavor porfis me_puede_dar me_puedes_dar puedo_pedir puedo_ordenar me_mandas me_manda"
        " me_envías necesitamos deseo desearía podría_darme me_podrías_dar me_podría_dar anótame apúntame prepárame"
        " hazme hágame me_haces me_preparas me_prepara quería querría me_llevo voy_a_querer van_a_ser serían sería"
        " puedes_mandarme podrías_mandarme me_puedes_mandar voy_a_pedir puedo_tener me_puedes_poner me_vas_a_dar me_pueden_mandar",
        Role.OTHER_GOODS: "empanada empanadas café cafés hamburguesa hamburguesas tacos torta tortas pastel pasteles galleta"
        " galletas refresco refrescos jugo jugos agua aguas papas pan panes sándwich fresa fresas vainilla coco plátano"
        " piña sandía melón limón limonada horchata churro churros tamal tamales arepa arepas jamaica tamarindo durazno"
        " maracuyá café_con_leche malteada helado helados donas dona quesadilla pollo arroz frijoles almendras cerveza"
        " chocolate cacahuate uva manzana pera guayaba cereza moka capuchino pupusa pupusas croqueta croquetas soda sodas",
        Role.FILLER: "hermana hermano novia novio jefe jefa tía tío abuela abuelo primo prima vecina compañero compañera ocupo encargo te_encargo hola buenas buenos días tardes noches buen el la los las lo le les me mi mis se su sus nos que es son"
        " por para en al a si sí ya muy favor gracias muchas por_fa también eso esto esta este ese esa sería cuenta total"
        " hoy mañana ahora ahorita luego rato casa tienda recoger pasar pasaré llevar domicilio amigo amiga señor señora joven"
        " sabor tamaño bebida bebidas cosas hay está están hacer cuando cuándo dónde cómo cuánto cuál qué quién nada nomás"
        " solo sólo únicamente aparte igual mismo misma siempre tarjeta efectivo pago pagar listo lista favorito rico ricos"
        " saludos disculpe oye oiga mira bueno pues entonces ok vale dale claro perfecto hijo hija esposa esposo niños mamá"
        " tarde temprano noche ayer semana nunca nada todavía aún después antes sobre entre hasta desde pero"
        " como eh ah pronto mal bien va voy vamos ser tengo tiene tienen puede puedes podría podrías pueden usted ustedes"
        " yo tú ella nosotros otros orden pongan ponga ponle pon agreguen mero hazme_favor e tomar beber comer deja sea sean"
        " lunes martes miércoles jueves viernes sábado domingo tanto plan todavia hasta_luego adiós vez veces cada_vez té_quiero",
    },
    cues={
        "stop": "dejen_de_mandarme dejen_de_escribirme dejen_de_molestar dejen_de_enviarme no_me_vuelvan no_molesten paren_de paren_los quiten_mi_número borren_mi_número eliminen_mi_número darse_de_baja bloquear no_quiero_más_mensajes no_quiero_que_me_escriban parar no_me_manden no_me_mandes no_me_envíen no_me_escriban_más baja ya_no_me_escriban ya_no_quiero_recibir ya_no_quiero_~_mensajes no_escriban darme_de_baja dar_de_baja date_de_baja no_me_manden_~_mensajes no_más_mensajes no_manden_más"
        " no_me_escriban no_me_escribas dejen_de_mandar dejen_de_enviar deja_de_mandar deja_de_escribir dejen_de_escribir parar_mensajes detener"
        " no_quiero_~_mensajes no_quiero_recibir no_me_molesten quítenme_de no_envíen_más no_me_envíen cancelar_suscripción"
        " cancelar_mi_suscripción desuscribir desuscribirme dame_de_baja denme_de_baja no_mandes_~_mensajes deja_de_enviar"
        " alto para_los_mensajes no_me_mandes_~_mensajes no_más_promociones sáquenme_de bórrenme no_quiero_~_promociones basta",
        "human": "un_humano una_persona me_comuniquen comuníquenme con_el_dueño con_el_gerente con_alguien persona_de_verdad agente_real marcar_por_teléfono me_pueden_marcar me_puedes_marcar por_teléfono un_ejecutivo ejecutivo me_ayuda_alguien que_me_ayude_alguien alguien_que_me_atienda hay_alguien_que me_atienden ayuda ayúdame necesito_ayuda persona_por_favor hablar_con_~_persona hablar_con_alguien hablar_con_una hablar_con_un persona_real agente humano operador"
        " un_asesor asesor representante llámame llámeme llámenme me_llaman me_pueden_llamar me_puede_llamar pueden_llamarme"
        " atención_al_cliente servicio_al_cliente hablar_con encargado el_gerente gerente el_dueño la_dueña alguien_~_ayudar comunicarme_con"
        " contactar_~_persona hablar_por_teléfono eres_un_bot eres_un_robot me_atienda atiéndame me_marcan márcame alguien_real"
        " que_me_llamen que_alguien_me me_puedes_llamar quiero_una_llamada pásame_con me_comunicas soporte",
        "complaint": "llegaron_calientes llegaron_frías llegaron_fríos llegaron_mal llegó_caliente llegaron_tarde llegaron_rotos llegaron_derramadas de_más cobraron_de_más venía_roto venía_abierto venía_frío venía_mal venía_vacío no_era_mi no_era_el no_es_mi_pedido no_es_el_que insípido insípida sin_sabor agrio amargo salado pegado sucio sucia bicho mosca plástico tardaron tarda_demasiado se_tardó se_demoraron demasiado_tarde nunca_llega nadie_contesta nadie_me mala_atención mal_atendido grosero grosera poner_una_queja una_queja quiero_mi_dinero regresen_mi me_robaron engaño estafa falta_una faltan faltó_mi me_faltó me_faltan me_falta que_pagué no_trae no_traía no_traían se_cayó se_rompió se_derramó muy_amargo muy_salado muy_caro_para inservible otra_vez_mal volvieron_a_equivocarse enojado enojada indignado solo_llegaron solo_llegó sólo_llegaron pedí_~_llegaron pedí_~_llegó llegaron_solo que_no_pedí no_pedí_eso me_llegó tirado tirada raro rara feo fea asco amargo amarga no_sirve vino_mal vino_frío venía venían me_trajeron me_enviaron me_entregaron me_mandaron me_dieron sabía sabe_a mal_estado no_venía cobraron equivocaron mal_hecha pésima terrible error_en fatal muy_frío muy_fría muy_caliente quedó_mal no_está_bien no_estaba_bien llegó_mal llegó_frío llegó_fría llegó_tarde estaba_mal está_mal estaba_frío estaba_fría estaba_duro estaba_dura"
        " estaban_duras estaban_duros estaban_fríos estaban_mal está_frío está_fría estaba_derramado derramado derramada derramó pedido_equivocado orden_equivocada"
        " equivocado equivocada se_equivocaron me_dieron_mal me_mandaron_mal me_cobraron cobraron_doble cobraron_dos cobro_doble"
        " reembolso devolución devuelvan devuélvanme mi_dinero faltó faltaba faltaban falta_el falta_la falta_mi falta_un faltaron"
        " olvidaron nunca_llegó no_llegó no_me_llegó no_ha_llegado_lo roto rota rotos sabía_mal sabe_mal sabe_raro sabe_feo horrible asqueroso pésimo"
        " mal_servicio queja quejarme quejar reclamo reclamar podrido caducado vencido quemado quemada no_era_lo no_es_lo_que"
        " mala_calidad decepcionado decepcionada molesto muy_mal muy_malo muy_mala muy_dulce demasiado_dulce demasiado_frío aguado"
        " aguada se_tardaron tardó_mucho pelo_en cabello_en me_enfermé enfermó incompleto incompleta crudo cruda estaba_quemado estaba_aguado sin_boba_y"
        " no_me_dieron pedí_~_y_me_dieron pedí_~_y_me pedí_~_pero me_mandaron_otro malísimo pegajoso mal_hecho inaceptable agrio echado_a_perder",
        "cancel": "cancelemos cancelen_todo ya_no_la_quiero ya_no_los_quiero no_lo_voy_a_querer no_voy_a_querer ya_no_va no_lo_preparen no_lo_manden no_lo_hagan no_me_lo_manden déjenlo_así olviden_mi olvida_mi olviden_el_pedido quisiera_cancelar puedo_cancelar pueden_cancelar necesito_cancelar tengo_que_cancelar mejor_ya_no ya_no_gracias cancelas canceles me_cancelas cancélame cancéleme cancélenme cancelar_el_pedido cancelado cancela cancelar cancelo cancele cancelen cancélalo cancela_mi_pedido cancelar_mi_pedido cancela_todo anula anular anulen"
        " ya_no_lo_quiero ya_no_quiero ya_no_la_quiero no_lo_quiero olvídalo olvídelo déjalo_así ya_no_voy_a_querer ya_no_necesito"
        " me_arrepentí no_quiero_nada ya_no_mandes ya_no_lo_manden no_preparen mejor_no ya_no_los_quiero quiero_cancelar cancelación cancelarlo"
        " no_hagan_mi_pedido elimina_mi_pedido borra_mi_pedido pedí_por_error",
        "status": "cuánto_le_falta_a cuánto_falta_para_mi cuánto_le_falta está_mi están_mis dónde_~_repartidor dónde_~_mi ya_salió ya_salieron ya_va ya_van cuánto_le_falta le_falta_mucho cuándo_me_llega cuándo_lo_traen cuándo_lo_mandan ya_me_lo_mandaron mi_pedido_ya mi_orden_ya qué_hay_de_mi qué_onda_con_mi estado_del_pedido estado_de_la_orden sigue_en_pie número_de_guía llevo_~_esperando aún_no_me todavía_no_me sigo_sin ya_está_hecho ya_está_hecha ya_quedó ya_quedo viene_mi ya_lo_tienen a_qué_hora_sale a_qué_hora_viene en_cuánto_tiempo se_recibió_mi les_llegó_mi confirmaron_mi y_mi_pedido y_mi_orden va_a_salir va_salir sale_mi salió_mi ya_llegó ya_llega cuándo_va cuándo_van no_ha_llegado todavía_no aún_no qué_hubo_de ya_mero dónde_está_mi dónde_está_el_pedido dónde_~_pedido dónde_~_orden dónde_viene dónde_va por_dónde_va por_dónde_viene"
        " ya_está_listo ya_está_lista ya_está_mi ya_está_~_pedido está_listo_mi está_lista_mi está_listo está_lista ya_viene"
        " cuánto_falta cuánto_tarda cuánto_tiempo cuándo_llega cuándo_~_llega cuándo_~_listo cuándo_está cuándo_estará cuándo_~_lista"
        " estado_de_mi estado_del estado_de estatus seguimiento rastrear rastreo a_qué_hora_llega ya_salió ya_enviaron ya_mandaron"
        " ya_lo_mandaron cómo_va_mi cómo_va_el cómo_va_la sigo_esperando estoy_esperando tiempo_de_entrega en_camino recibieron_mi_pedido llegó_mi_pedido"
        " ya_está_mi_orden qué_pasó_con qué_pasa_con ya_mero_llega falta_mucho todavía_no_llega aún_no_llega no_ha_llegado viene_en_camino"
        " ya_casi a_qué_hora_~_listo a_qué_hora_~_lista puedo_pasar_por ya_puedo_pasar ya_puedo_recoger ya_van_a_llegar status mi_pedido_ya",
        "change": "que_~_sea que_~_sean que_me_lo_cambien cambiarlo_a cambiarle cámbienle cámbienlo cámbialo_por cámbialo_a hazlo_grande háganlo ponlo_grande que_sea_grande agréguenle añádanle súmenle agrégame_también inclúyeme aumenta_a reduce reducir bájale súbele uno_menos una_menos otro_más otra_más me_faltó_pedir se_me_olvidó_pedir olvidé_pedir quiero_agregar quisiera_agregar puedo_agregar quisiera_cambiar nueva_dirección cambiar_la_dirección cambiar_la_hora cambio_de_planes @_también @_más también_un también_una también_@ sácale sácame ponle súmale @_extra_por_favor agrega aumentar que_sea que_sean puedo_cambiar puedes_cambiar ponle_un ponle_una ponle_también agregar agrégale agrégame agregue agreguen añade añadir añádele añádeme súmale a_mi_pedido a_mi_orden al_pedido a_la_orden"
        " cambia cambiar cambie cambien cámbiame cámbialo cambiar_mi_pedido modificar modifica quita quitar quítale quítame quiten quite"
        " en_vez_de en_vez_del en_lugar_de en_lugar_del otro otra uno_más una_más sustituye reemplaza reemplazar elimina_el elimina_la"
        " cancela_el_@ cancela_la_@ cancela_solo mejor_que_sean hazlo hazlos ponle_otro ponle_otra ponme_otro quiero_cambiar"
        " aumenta saca_el saca_la ya_no_quiero_el_@ ya_no_quiero_la_@ borra_el borra_la incluye auméntale editar quitarle sin_el_@ cambio_de cambiarlo",
        "question": "qué_incluye qué_trae_el de_cuánto cuál_me_recomiendas cuál_es_el qué_es qué_días hacen_descuento hacen_factura dan_factura se_puede_pedir puedo_llevar puedo_ir tienen_opciones tienen_algo hay_algo cuánto_dura dónde_queda cuánto_cuesta cuánto_cuestan cuánto_vale cuánto_valen cuánto_es cuánto_está cuánto_están cuánto_sale cuánto_cobran"
        " qué_precio precio precios a_cómo costo tienen tienes tiene_usted hay venden manejan a_qué_hora qué_horario horario horarios"
        " están_abiertos está_abierto abren cierran abierto abiertos dónde_están dónde_queda dónde_se_encuentran ubicación su_dirección"
        " la_dirección cuál_es aceptan reciben_tarjeta puedo_pagar envían_a entregan_en hacen_envíos hacen_entregas entregan reparten"
        " servicio_a_domicilio costo_de_envío el_envío qué_tamaños qué_sabores qué_lleva qué_contiene qué_trae qué_tiene contiene lleva_leche"
        " es_vegano es_muy_dulce gluten calorías descuento descuentos promociones promoción ofertas cómo_pago cómo_puedo qué_métodos"
        " formas_de_pago métodos_de_pago aún_tienen todavía_tienen hasta_qué_hora de_qué_tamaño qué_tan cuántos_trae"
        " cuántas_trae cuántos_vienen cuántas_piezas es_caliente se_puede con_qué qué_diferencia disponible cuáles_son tienen_wifi estacionamiento"
        " está_bueno son_veganos puedo_recoger_en abren_hoy cierran_hoy pedido_mínimo recomiendas recomiendan qué_es alérgenos",
        "menu": "ver_menú mándame_la_carta envíame_el_menú me_pasas_el_menú me_mandas_el_menú me_compartes_el_menú qué_hay_de_tomar qué_hay_para_tomar lo_que_tienen qué_sabores lista_de_bebidas lista_de_tés qué_me_recomiendas_del_menú el_catálogo qué_puedo_comprar menú qué_sabores_tienen qué_sabores_hay qué_hay_disponible qué_tienen_disponible qué_me_ofreces qué_tés_tienen qué_bebidas_tienen qué_productos_tienen el_menú la_carta carta lista_de_precios catálogo qué_venden qué_tienen qué_ofrecen qué_hay qué_bebidas"
        " ver_el_menú muéstrame mándame_el_menú qué_productos lista_de_productos las_opciones ver_opciones qué_puedo_pedir qué_manejan"
        " pásame_el_menú enséñame_el_menú qué_cosas_tienen mostrar_productos ver_productos qué_opciones",
        "greeting": "buenas_tardess muy_buenas qué_hay_de_nuevo hola_qué_tal muy_buenos_días buen_día_a_todos hola buenas buenos_días buenas_tardes buenas_noches buen_día qué_tal saludos holi holaa holis cómo_están cómo_estás"
        " qué_onda oye hola_hola hay_alguien",
        "total": "cuánto_es cuánto_sería",
        "mention": "mi_pedido mi_orden el_pedido la_orden mis_bebidas mi_bebida mi_té",
        "begin": "hacer_un_pedido hacer_una_orden quiero_pedir quiero_ordenar quisiera_pedir quisiera_ordenar hacer_pedido puedo_pedir puedo_ordenar levantar_un_pedido",
        "asking": "qué cuál cuáles cómo cuándo dónde cuánto cuánta cuántos cuántas quién es son tienen tienes hay puedo puede pueden se está están lleva por_qué a_qué hacen",
        "thanks": "no_gracias eso_es_todo nos_vemos gracias muchas_gracias mil_gracias ok vale perfecto sí no bueno listo genial excelente adiós hasta_luego chao nada de_nada"
        " está_bien bien claro dale órale súper jaja",
    },
    asks={
        "payment_methods": "pagar pago pagos pagas pagarles tarjeta tarjetas efectivo transferencia zelle venmo paypal apple_pay crédito débito contra_entrega pagar_con",
        "hours": "horario horarios abren abre abrir abierto abiertos abierta cierran cierra cerrar cerrado cerrados a_qué_hora hasta_qué_hora desde_qué_hora qué_días hasta_cuándo",
        "delivery_area": "envían envías envíos envío envio_a entregan entregas entrega domicilio reparten reparto delivery llegan_a llevan_a mandan_a cobertura hacen_envíos"
        " me_lo_llevan me_lo_traen lo_traen a_mi_casa hasta_mi_casa zona_de",
        "ingredients": "qué_lleva qué_llevan qué_contiene qué_contienen contiene contienen ingrediente ingredientes vegano vegana veganos vegetariano gluten lácteos lactosa"
        " calorías alérgenos alergia alérgico alérgica nueces cafeína sin_azúcar halal lleva llevan qué_tiene_el de_qué_está de_qué_es hecho_con hecha_con cacahuate"
        " deslactosada gelatina_de_res",
        "address": "dónde_están dónde_queda dónde_quedan ubicación ubicados ubicada dirección dónde_se_encuentran cómo_llego sucursal sucursales local_está estacionamiento"
        " dónde_es dónde_recojo dónde_paso dónde_los dónde_está_el_local dónde_está_la_tienda dónde_tienen",
        "price": "cuánto_cuesta cuánto_cuestan cuánto_vale cuánto_valen cuánto_es cuánto_está cuánto_están cuánto_sale cuánto_salen cuánto_cobran cuánto_por precio precios a_cómo costo"
        " costos cuesta cuestan vale valen cobran qué_precio cuánto_sería cuánto_me_sale más_barato caro descuento",
        "availability": "tienen tienes tiene_usted hay venden vendes manejan les_queda queda quedan disponible disponibles todavía_tienen aún_tienen hacen preparan sobra",
    },
    answers={
        "yes": "sí si sip simón claro ok okey vale perfecto bueno dale correcto exacto está_bien de_acuerdo por_supuesto cómo_no listo órale va sale eso_es así_es así_está_bien"
        " por_qué_no no_hay_problema sin_problema excelente genial seguro afirmativo bien sisi de_una correctísimo todo_bien se_ve_bien",
        "go": "confirmo confirma confirmar confirmado adelante hazlo házlo mándalo mándelo envíalo pídelo quiero lo ordénalo procede eso acepto aceptar hágalo a_darle ya",
        "no": "no nop nel nunca tampoco incorrecto mal jamás negativo cancela cancelar olvídalo para_nada mejor_no no_gracias",
        "polite": "por_favor porfa porfis gracias muchas amigo amiga señor señora joven pues que muy todo está así es el la mi pedido orden",
        "1": "primero primera primer",
        "2": "segundo segunda",
        "3": "tercero tercera tercer",
        "last": "último última",
        "cheap": "barato barata más_barato más_barata",
        "en": "inglés",
        "es": "español castellano espanol espaniol",
        "hi": "hindi",
        "speak": "en habla hablas hablan háblame hablar puedes podemos cambia cambiar a al idioma por favor porfa escribe escríbeme responde respóndeme quiero prefiero me se"
        " pueden puede conmigo hablo sólo solo",
        "repeat": "lo_de_siempre lo_mismo el_mismo_pedido la_misma_orden mismo_pedido misma_orden lo_de_la_otra_vez lo_de_la_última_vez igual_que_la_última igual_que_siempre igual_que_ayer"
        " repite_mi repetir_mi repíteme repite_el repetir_el repite_la repetir_la mi_último_pedido mi_última_orden otra_vez_lo como_siempre como_la_última_vez lo_que_pedí_la_última"
        " lo_de_ayer lo_usual el_de_siempre mi_pedido_de_siempre pedido_anterior",
    },
    endings=("es", "s"),
    clitics=(
        "melo",
        "mela",
        "melos",
        "selo",
        "sela",
        "noslo",
        "telo",
        "me",
        "le",
        "les",
        "lo",
        "la",
        "los",
        "las",
        "nos",
        "te",
    ),
    diminutives=(
        "ecitos",
        "ecitas",
        "ecito",
        "ecita",
        "citos",
        "citas",
        "cito",
        "cita",
        "sitos",
        "sito",
        "sita",
        "itos",
        "itas",
        "ito",
        "ita",
    ),
    respelled={
        "d": "de",
        "porfaa": "porfa",
        "grandee": "grande",
        "q": "que",
        "k": "que",
        "xfa": "porfa",
        "xfavor": "porfavor",
        "pa": "para",
        "tmb": "tambien",
        "tb": "tambien",
        "kiero": "quiero",
        "qiero": "quiero",
        "kisiera": "quisiera",
        "aki": "aqui",
        "toy": "estoy",
        "cto": "cuanto",
        "cuant": "cuanto",
    },
    definite="el la los las ese esa del al",
    late="a al en",
)
