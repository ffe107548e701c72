"""Words that any program's message may have: they tell little of which one it is. Without accents, as in match.py."""

import re
from typing import Final

COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """
    a an the this that these those it its is are was were be been being has have had do does did done
    can cannot could may might must should will would not no nor none and or but if of off on in into to from for with
    without at by as about than then there here when while which who what where you your i my we us t s don isn
    error errors err e w n warning warn fatal failed failure fail fails unable couldn could info note debug ignored
    trying tried try again please see use used using run running command found find open read write access exist exists
    such file files directory folder permission denied connect connection connected refused timed out already invalid
    argument option unknown missing required requires need needed available unavailable more information details
    operation permitted bad new old set get name value type line process exit code status returned start started stop
    stopped server client host port address socket network unreachable make sure
    check any all some other one two user group password login system service program version current
    bash sh sudo usr bin root home var lib etc run tmp local

    el la los las un una unos unas lo le se su sus de del al y o u e que en con sin por para sobre como mas si no ni es
    son esta este esto estan ha han hay fue ser estar puede pueden pudo podido poder debe no nada ya muy otro otra
    aviso advertencia fallo fallido fallaron error errores imposible posible intente intentelo nuevo orden encontrada
    encontrado encontro existe fichero archivo ficheros archivos directorio carpeta permiso denegado permitida operacion
    conectar conexion rehusada rechazada tiempo agotado expirado invalido valido argumento opcion desconocido falta
    necesita disponible informacion nombre valor tipo linea proceso codigo estado servidor cliente puerto direccion red
    inaccesible usuario grupo contrasena sistema servicio programa version
    abrir leer escribir acceder ejecutar mientras
    """,
    )
)

SYSTEM: Final = (
    "no such file or directory",
    "no existe el fichero o el directorio",
    "no existe el archivo o el directorio",
    "permission denied",
    "permiso denegado",
    "operation not permitted",
    "operacion no permitida",
    "connection refused",
    "conexion rehusada",
    "connection timed out",
    "command not found",
    "orden no encontrada",
)
"""What the system says for any program, and the shell of any command: half a message it is not, in match.py's words."""
