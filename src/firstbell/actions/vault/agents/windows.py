"""Windows: a PowerShell script that sets up a daily task of the SYSTEM account.

restic comes from winget or lies in the folder already; its SHA-256 is kept when it is set up, and a
restic.exe that is another one later is not run. Without `paths` every fixed volume is backed up, from a
shadow copy, but for what `exclude.txt` names. restic leaves alternate data streams of files out, so the task
lists once a week which there are, but for the mark of files from the internet, and the list is backed up.
"""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.actions.vault.agents.access import Access

_FOLDER = "C:\\ProgramData\\Firstbell"
# restic reads `$$` in such a file as one `$`
_EXCLUDED = (
    "?:\\pagefile.sys",
    "?:\\hiberfil.sys",
    "?:\\swapfile.sys",
    "?:\\$$RECYCLE.BIN",
    "?:\\System Volume Information",
    "?:\\Windows\\Temp",
    "?:\\Windows\\SoftwareDistribution\\Download",
    "?:\\Windows\\WinSxS\\Temp",
    f"{_FOLDER}\\cache",
)

# one file of each host, which says what its backups cannot hold
STREAMS = f"{_FOLDER}\\streams.csv"
_LISTING = """# restic leaves alternate data streams out: once a week they are listed, for the next backup
$listed = "$streams.done"
if (-not (Test-Path $listed) -or (Get-Item $listed).LastWriteTime -lt (Get-Date).AddDays(-7)) {
  Get-ChildItem -LiteralPath $paths -Recurse -Force -ErrorAction SilentlyContinue |
    ForEach-Object { Get-Item -LiteralPath $_.FullName -Stream * -Force -ErrorAction SilentlyContinue } |
    Where-Object { $_.Stream -ne ':$DATA' -and $_.Stream -ne 'Zone.Identifier' } |
    Select-Object -Property @('FileName', 'Stream', 'Length') |
    Export-Csv -NoTypeInformation -Encoding UTF8 "$streams.new"
  # where there is none, nothing was written
  if (Test-Path "$streams.new") { Move-Item -Force "$streams.new" $streams }
  Set-Content -Encoding ascii $listed ''
}"""


def quote_string(text: str) -> str:
    r"""A string that PowerShell takes as it is: single quotes, doubled where one is in it.

    >>> quote_string("O'Brien's $HOME")
    "'O''Brien''s $HOME'"
    """
    doubled = "".join(letter * 2 if letter in "'\u2018\u2019\u201a\u201b" else letter for letter in text)
    return f"'{doubled}'"


def _render_backup(access: Access, paths: Sequence[str]) -> str:
    """backup.ps1, which the task runs each day."""
    variables = access.list_variables(f"{_FOLDER}\\vault.pem")
    environment = "\n".join(f"$env:{name} = {quote_string(value)}" for name, value in variables)
    if paths:
        what = f"$paths = @({', '.join(map(quote_string, paths))})"
    else:
        what = (
            "# every fixed volume that this machine has today\n"
            "$paths = @(Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=3' |\n"
            "  ForEach-Object { $_.DeviceID + '\\' })"
        )
    return f"""param([switch]$SelfTest)
$ErrorActionPreference = 'Stop'
{environment}
$env:RESTIC_CACHE_DIR = '{_FOLDER}\\cache'
$restic = (Get-Content -Raw '{_FOLDER}\\restic.path').Trim()
$known = (Get-Content -Raw '{_FOLDER}\\restic.sha256').Trim()
if ((Get-FileHash -Algorithm SHA256 $restic).Hash -ne $known) {{
  Write-Error "$restic is not the program that was set up. If you updated it, run the set-up again."
  exit 1
}}
if ($SelfTest) {{
  & $restic snapshots --host {access.host} --latest 1
  $ended = $LASTEXITCODE
  if (Test-Path '{STREAMS}') {{
    $count = @(Import-Csv '{STREAMS}').Count
    Write-Output "$count alternate data streams on this machine are in no backup: {STREAMS}"
  }}
  exit $ended
}}
{what}
$streams = '{STREAMS}'
if (-not (Test-Path $streams)) {{ Set-Content -Encoding UTF8 $streams '"FileName","Stream","Length"' }}
& $restic backup --host {access.host} --retry-lock 1h --use-fs-snapshot `
  --exclude-caches --iexclude-file '{_FOLDER}\\exclude.txt' $args $paths $streams
$ended = $LASTEXITCODE
{_LISTING}
exit $ended"""


def render_windows(access: Access, paths: Sequence[str], at: str) -> str:
    """The commands, for PowerShell as administrator."""
    trusted = (
        f"@'\n{access.certificate.rstrip()}\n'@ | Set-Content -Encoding ascii '{_FOLDER}\\vault.pem'\n"
        if access.certificate
        else ""
    )
    excluded = "\n".join(_EXCLUDED)
    return f"""# Windows, in PowerShell as administrator
$folder = '{_FOLDER}'
New-Item -ItemType Directory -Force $folder | Out-Null
icacls $folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
# restic: restic.exe in the folder, else the one that is installed, else winget's
$restic = Join-Path $folder 'restic.exe'
if (-not (Test-Path $restic)) {{
  if (-not (Get-Command restic -ErrorAction SilentlyContinue)) {{
    winget install --id restic.restic --scope machine --accept-package-agreements --accept-source-agreements
    $env:Path = [Environment]::GetEnvironmentVariable('Path', 'Machine')
  }}
  $restic = (Get-Item (Get-Command restic).Source).FullName
}}
Set-Content -Encoding UTF8 (Join-Path $folder 'restic.path') $restic
Set-Content -Encoding ascii (Join-Path $folder 'restic.sha256') (Get-FileHash -Algorithm SHA256 $restic).Hash
{trusted}@'
{excluded}
'@ | Set-Content -Encoding UTF8 (Join-Path $folder 'exclude.txt')
@'
{_render_backup(access, paths)}
'@ | Set-Content -Encoding UTF8 (Join-Path $folder 'backup.ps1')
@'
Unregister-ScheduledTask -TaskName FirstbellBackup -Confirm:$false
Remove-Item -Recurse -Force '{_FOLDER}'
'@ | Set-Content -Encoding UTF8 (Join-Path $folder 'uninstall.ps1')
$action = New-ScheduledTaskAction -Execute powershell.exe `
  -Argument "-NoProfile -ExecutionPolicy Bypass -File $folder\\backup.ps1"
$trigger = New-ScheduledTaskTrigger -Daily -At {at} -RandomDelay (New-TimeSpan -Minutes 30)
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -WakeToRun `
  -ExecutionTimeLimit (New-TimeSpan -Hours 20)
Register-ScheduledTask -TaskName FirstbellBackup -User SYSTEM -RunLevel Highest -Force `
  -Action $action -Trigger $trigger -Settings $settings | Out-Null
Start-ScheduledTask -TaskName FirstbellBackup     # the first backup, now
# When it is done, this lists one snapshot:
#   powershell -ExecutionPolicy Bypass -File {_FOLDER}\\backup.ps1 -SelfTest
# Every other month, and when the desk calls this host suspect, also read what looks unchanged:
#   powershell -ExecutionPolicy Bypass -File {_FOLDER}\\backup.ps1 --force
# To take it off this host again (the backups stay in the vault):
#   powershell -ExecutionPolicy Bypass -File {_FOLDER}\\uninstall.ps1
"""
