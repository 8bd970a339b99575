#!/usr/bin/env bash
# Takes the key of Azure Managed Redis straight into the vault, as the URL that the app is given. It is never printed, nor an argument of a
# command. Run it once after Redis was made, and again to rotate (`--rotate` makes a new key first), by somebody who may write secrets.
set -euo pipefail

usage='redis-secret.sh RESOURCE_GROUP REDIS_NAME VAULT_NAME [--rotate]'
group=${1:?$usage} redis=${2:?$usage} vault=${3:?$usage}

if [[ ${4:-} == --rotate ]]; then
  az redisenterprise database regenerate-key --resource-group "$group" --cluster-name "$redis" --key-type Primary --output none
fi

host=$(az redisenterprise show --resource-group "$group" --cluster-name "$redis" --query hostName --output tsv)
az redisenterprise database list-keys --resource-group "$group" --cluster-name "$redis" --query primaryKey --output tsv |
  # Keys are base64: what of it means something else in a URL is written as its number.
  HOST=$host node -e 'const key = require("fs").readFileSync(0, "utf8").trim();
    process.stdout.write(`rediss://:${encodeURIComponent(key)}@${process.env.HOST}:10000`);' |
  az keyvault secret set --vault-name "$vault" --name redis-url --file /dev/stdin --encoding utf-8 --output none
echo "redis-url is in $vault"
