#!/usr/bin/env bash
# The walk through "Provisioning configuration through the APIs": every example of that guide, sent to a Latebind.
#   API_HOST     the REST API, for example http://localhost:8080
#   API_KEY      an API key: the content of <data-dir>/owner.key
#   CLAIM_TOKEN  what AT%ATTESTTOKEN prints on the device
#   DEVICE_ID    the device's UUID
#   FINISH       no: queues no finished command at first. The device comes to AWAITING, its certificate request is signed here, and the
#                certificate and finished bring it to PROVISIONED
# The device has to run meanwhile, for example: latebind simulate --identity FILE --until stopped ...
# Needs bash, curl and openssl (3.0 or newer).
set -euo pipefail
: "${API_HOST:?}" "${API_KEY:?}" "${CLAIM_TOKEN:?}" "${DEVICE_ID:?}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call METHOD PATH [JSON]: prints the answer; an answer other than 2xx ends the walk.
call() {
  local status
  status=$(curl -sS -o "$work/answer" -w '%{http_code}' -X "$1" "$API_HOST$2" \
    -H "Authorization: Bearer $API_KEY" ${3:+-H 'Content-Type: application/json' --data-binary "$3"})
  if [ "${status:0:1}" != 2 ]; then
    echo "$1 $2 was answered $status: $(cat "$work/answer")" >&2
    return 1
  fi
  cat "$work/answer"
}

add() { # add NAME REQUEST
  echo "adding $1" >&2
  call POST "/v1/claimed-devices/$DEVICE_ID/provisioning" "{\"request\":$2}" >/dev/null
}

# A file as the inside of a JSON string.
json() { awk '{ printf "%s\\n", $0 }' "$1"; }

device() { call GET "/v1/claimed-devices/$DEVICE_ID"; }

# await STATUS: bounded; ERROR ends it at once.
await() {
  local i
  for i in $(seq 240); do
    case $(device) in
      *"\"status\":\"$1\""*) return 0 ;;
      *'"status":"ERROR"'*) break ;;
    esac
    sleep 0.5
  done
  echo "the device did not become $1: $(device) $(call GET "/v1/claimed-devices/$DEVICE_ID/provisioning")" >&2
  return 1
}

list() {
  echo "devices that are $1:"
  curl -sS -X GET "$API_HOST/v1/claimed-devices?status=$1" -H "Authorization: Bearer $API_KEY"
  echo
}

# Real ones in place of the guide's shortened PEMs.
curve=(-newkey ec -pkeyopt ec_paramgen_curve:P-256)
openssl req -x509 "${curve[@]}" -nodes -keyout "$work/ca.key" -out "$work/ca.pem" -subj "/CN=guide CA" -days 30 2>/dev/null
openssl req -x509 "${curve[@]}" -nodes -keyout "$work/client.key" -out "$work/client.pem" -subj "/CN=guide client" -days 30 2>/dev/null
openssl pkcs8 -topk8 -v2 aes-256-cbc -in "$work/client.key" -out "$work/encrypted.key" -passout pass:abcdefg

call POST /v1/claimed-devices "{\"claimToken\":\"$CLAIM_TOKEN\"}" >/dev/null
echo "claimed $DEVICE_ID"

# Every example of the guide, to the letter. All are about one security tag, so the later ones replace what the earlier ones put there.
examples_before_request() {
  add "client private key generation" '{"clientPrivateKeyGeneration":{"secTag":16852753}}'
}
request() {
  add "certificate signing request" '{"certificateSigningRequest":{"secTag":16852753,"attributes":"O=Nordic Semiconductor,L=Trondheim,C=no,CN=0123456789","keyUsage":"101010000"}}'
}
examples_behind_request() {
  add "server certificate" "{\"serverCertificate\":{\"secTag\":16852753,\"content\":\"$(json "$work/ca.pem")\"}}"
  add "client certificate" "{\"clientCertificate\":{\"secTag\":16852753,\"content\":\"$(json "$work/client.pem")\"}}"
  add "client private key" "{\"clientPrivateKey\":{\"secTag\":16852753,\"content\":\"$(json "$work/encrypted.key")\",\"password\":\"abcdefg\"}}"
  add "pre-shared key" '{"preSharedKey":{"secTag":16852753,"identity":"psk_id","secret":"1946017E17C20001FF5F160021480119"}}'
  add "configuration" '{"config":{"cloud.url":"mqtt://xxx.nrfcloud.com","provisioning.interval-sec":"3600"}}'
}

if [ "${FINISH:-yes}" = yes ]; then
  examples_before_request
  request
  examples_behind_request
  add "finished" '{"finished":{}}'
  await PROVISIONED
  list PROVISIONED
  exit 0
fi

# The other way: the last command is the certificate request, and nothing says finished.
examples_before_request
examples_behind_request
request
await AWAITING
list AWAITING

# The device's certificate request is the part of its KEYGEN token in front of the dot: base64url of PKCS#10.
token=$(call GET "/v1/claimed-devices/$DEVICE_ID/provisioning" |
  sed -n 's/.*"response":{"certificateSigningRequest":{"message":"\([^"]*\)"}}.*/\1/p')
body=${token%%.*}
base64=$(printf '%s' "$body" | tr '_-' '/+')
while [ $((${#base64} % 4)) -ne 0 ]; do base64+="="; done
printf '%s' "$base64" | base64 -d >"$work/device.der"
openssl req -inform DER -in "$work/device.der" -out "$work/device.csr" -verify 2>/dev/null
openssl x509 -req -in "$work/device.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -out "$work/device.pem" -days 30 2>/dev/null
echo "signed for: $(openssl x509 -in "$work/device.pem" -noout -subject)"

add "signed client certificate" "{\"clientCertificate\":{\"secTag\":16852753,\"content\":\"$(json "$work/device.pem")\"}}"
add "finished" '{"finished":{}}'
await PROVISIONED
list PROVISIONED
