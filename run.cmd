@echo off
rem Opens DeskCRM, first installing what this machine lacks: run [command and options of deskcrm]
"%~dp0tools\start.cmd" run %*
