# Palabras del conjunto de componentes: listas, paleta de órdenes, lo que funciona sin conexión.

palette-open = Ir a o hacer (Ctrl-K)
palette-title = Ir a o hacer
palette-input = Adónde ir o qué hacer
palette-none = Nada coincide
palette-none-text = Pruebe con menos letras.
table-columns = Columnas
table-columns-apply = Mostrar estas
filter-label = Filtro
filter-apply = Filtrar
filter-clear = Mostrar todo
bulk-chosen = seleccionados
choose-row = Seleccionar { $name }
dialog-close = Cerrar
fact-id = ID
filter-any = Cualquiera
filter-none-text = Elija otros filtros o muestre todo.
date-today = Hoy
notice-undo = Deshacer
page-broken = Esta página ha dejado de funcionar. Lo que guardó se conserva.
page-update = Hay una versión nueva.
page-reload = Recargar
offline-title = Sin conexión
offline-text = Desde aquí no se puede llegar al servidor. Compruebe su conexión e inténtelo de nuevo; no se ha perdido nada.
people-shown = { $count ->
    [one] 1 persona en esta página
   *[other] { $count } personas en esta página
}
kit-title = Conjunto de componentes
