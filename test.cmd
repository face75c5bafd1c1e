@echo off
rem Runs every check, first installing what this machine lacks: test [paths and options for pytest alone]
"%~dp0tools\start.cmd" test %*
