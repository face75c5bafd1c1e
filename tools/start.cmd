@echo off
rem Finds a fitting Python and hands over to tools\bootstrap.py.
setlocal
set "BOOTSTRAP=%~dp0bootstrap.py"
set "FITS=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"

set "PYTHON=%~dp0..\.venv\Scripts\python.exe"
if exist "%PYTHON%" (
    "%PYTHON%" -c "%FITS%" >nul 2>nul && goto venv
)
for %%V in (3.13 3.12 3.11 3.14) do (
    py -%%V -c "%FITS%" >nul 2>nul && set "PYVERSION=%%V" && goto launcher
)
python -c "%FITS%" >nul 2>nul && goto path
python -c "import sys" >nul 2>nul && goto path
echo DeskCRM needs Python 3.11 or newer: install it with "winget install Python.Python.3.13" and run this again. 1>&2
exit /b 1

:venv
"%PYTHON%" "%BOOTSTRAP%" %*
exit /b

:launcher
py -%PYVERSION% "%BOOTSTRAP%" %*
exit /b

:path
python "%BOOTSTRAP%" %*
exit /b
