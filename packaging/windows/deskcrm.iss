; Inno Setup 6: iscc /DVersion=1.2.3 packaging\windows\deskcrm.iss, after `python packaging\build folder`.
; For one user, without administrator; the same AppId in every version, so that a new one replaces the old.
#ifndef Version
  #error Say which version: iscc /DVersion=1.2.3
#endif

[Setup]
AppId={{6B0C1B0B-6B43-4A55-9C1B-0D35A2C3E0D7}
AppName=DeskCRM
AppVersion={#Version}
AppPublisher=The DeskCRM founders
DefaultDirName={localappdata}\Programs\DeskCRM
DefaultGroupName=DeskCRM
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=DeskCRM-{#Version}-setup
SetupIconFile=..\..\build\packaging\deskcrm.ico
UninstallDisplayIcon={app}\DeskCRM.exe
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes

[Files]
Source: "..\..\build\packaging\dist\deskcrm\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; What an older version had and this one has not would be imported first.
Type: filesandordirs; Name: "{app}\lib"

[Icons]
Name: "{userprograms}\DeskCRM"; Filename: "{app}\DeskCRM.exe"

[Registry]
; "Open with" for tables and cards; never their default.
Root: HKCU; Subkey: "Software\Classes\Applications\DeskCRM.exe\shell\open\command"; ValueType: string; ValueData: """{app}\DeskCRM.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Applications\DeskCRM.exe\SupportedTypes"; ValueType: string; ValueName: ".csv"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\Applications\DeskCRM.exe\SupportedTypes"; ValueType: string; ValueName: ".xlsx"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\Applications\DeskCRM.exe\SupportedTypes"; ValueType: string; ValueName: ".vcf"; ValueData: ""

[Run]
Filename: "{app}\DeskCRM.exe"; Description: "Start DeskCRM"; Flags: postinstall nowait skipifsilent
; The data in %LOCALAPPDATA%\DeskCRM is nobody's but the owner's: uninstalling leaves it.
