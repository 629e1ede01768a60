# Claims this machine's credential from the Firstbell vault and sets up its daily backup. It runs as SYSTEM or as an
# administrator, from group policy (start-up script) or Intune. It may be run again at any time: it goes on where it
# was, and does nothing once the backup is set up. It holds no secret.
param([string]$Name = $env:COMPUTERNAME, [int]$Wait = 0, [switch]$Prepare)
$ErrorActionPreference = 'Stop'
$base = @BASE@
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$folder = 'C:\ProgramData\Firstbell'
if (Test-Path (Join-Path $folder 'backup.ps1')) {
  Write-Output "firstbell: $Name is set up already"
  exit 0
}
$row = Get-Content (Join-Path $here 'hosts.txt') |
  Where-Object { ($_ -split "`t")[0] -eq $Name } | Select-Object -First 1
if (-not $row) {
  Write-Output "firstbell: $Name is not in hosts.txt; -Name tells another name of this machine"
  exit 1
}
$script = ($row -split "`t")[1]
New-Item -ItemType Directory -Force $folder | Out-Null
icacls $folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
$state = Join-Path $folder 'claim.xml'
$rsa = New-Object System.Security.Cryptography.RSACng 3072
if (-not (Test-Path $state)) {
  $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
  do {
    $bytes = New-Object byte[] 32
    $random.GetBytes($bytes)
    $credential = [Convert]::ToBase64String($bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
  } until ($credential -match '^[A-Za-z0-9]')
  @{ Credential = $credential; Key = $rsa.ToXmlString($true) } | Export-Clixml $state
}
$kept = Import-Clixml $state
$rsa.FromXmlString($kept.Key)
$modulus = -join ($rsa.ExportParameters($false).Modulus | ForEach-Object { $_.ToString('x2') })
$sha = [System.Security.Cryptography.SHA256]::Create()
$digest = $sha.ComputeHash([Text.Encoding]::ASCII.GetBytes($kept.Credential))
$sha256 = -join ($digest | ForEach-Object { $_.ToString('x2') })
$answer = Join-Path $folder 'claim.answer'
$body = Join-Path $folder 'claim.json'
$who = Join-Path $folder 'claim.curl'
$usual = @('-sS', '-o', $answer, '-w', '%{http_code}')
$pinned = Join-Path $here 'vault.pem'
if (Test-Path $pinned) { $usual += @('--cacert', $pinned, '--ssl-no-revoke') }
@{ host = $Name; sha256 = $sha256; modulus = $modulus } | ConvertTo-Json -Compress | Set-Content -Encoding ascii $body
Set-Content -Encoding ascii $who ('user = "' + $Name + ':' + $kept.Credential + '"')
$status = & curl.exe @usual -H 'Content-Type: application/json' --data-binary "@$body" "${base}-/claims"
if ($status -notin '202', '409') {
  Write-Output "firstbell: the vault refused the claim: $(Get-Content -Raw $answer)"
  exit 1
}
$ends = (Get-Date).AddSeconds($Wait)
while ($true) {
  $status = & curl.exe @usual -K $who "${base}-/claims/$Name"
  if ($status -ne '202') { break }
  $told = Get-Content -Raw $answer | ConvertFrom-Json
  Write-Output "firstbell: $Name waits for the desk to confirm it; its code is $($told.code)"
  if ((Get-Date) -ge $ends) { exit 0 }
  Start-Sleep -Seconds 10
}
if ($status -ne '200') {
  Write-Output "firstbell: the vault does not hand out the password: $(Get-Content -Raw $answer)"
  exit 1
}
$told = Get-Content -Raw $answer | ConvertFrom-Json
$padding = [System.Security.Cryptography.RSAEncryptionPadding]::OaepSHA256
$password = [Text.Encoding]::UTF8.GetString($rsa.Decrypt([Convert]::FromBase64String($told.sealed), $padding))
$text = Get-Content -Raw (Join-Path $here $script)
$text = $text.Replace('@HOST@', $told.host).Replace('@CREDENTIAL@', $kept.Credential).Replace('@PASSWORD@', $password)
$setup = Join-Path $folder 'setup.ps1'
Set-Content -Encoding UTF8 $setup $text
Remove-Item $answer, $body, $who
if ($Prepare) {
  Write-Output "firstbell: $($told.host) was confirmed. Read $setup, run it, and remove it and claim.xml"
  exit 0
}
& powershell.exe -NoProfile -ExecutionPolicy Bypass -File $setup
if ($LASTEXITCODE) { exit $LASTEXITCODE }
Remove-Item $setup, $state
Write-Output "firstbell: $($told.host) is set up"
