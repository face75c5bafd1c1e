# Signs programs with the certificate in $env:CERTIFICATE (a PFX as base64) and $env:PASSWORD, with a time stamp.
param([Parameter(Mandatory, ValueFromRemainingArguments)][string[]]$Files)
$ErrorActionPreference = "Stop"
$pfx = Join-Path $env:TEMP "deskcrm.pfx"
[IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Sort-Object FullName | Select-Object -Last 1
    & $tool.FullName sign /f $pfx /p $env:PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 @Files
    if ($LASTEXITCODE) { throw "signtool failed" }
} finally {
    Remove-Item $pfx
}
