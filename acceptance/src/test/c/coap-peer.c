/*
 * A device made of libcoap alone: one DTLS session, one request a line, one answer a line.
 *
 *   coap-peer ROOT-CERTIFICATE HOST PORT
 *
 * stdin:   METHOD PATH QUERY BLOCK-BYTES PAYLOAD-IN-HEX      "-" for an empty query or payload
 * stdout:  CODE BLOCKS PAYLOAD-IN-HEX                        or "failed REASON"
 *
 * The server's chain must lead to the root certificate, and its certificate must be for HOST.
 */
#include <coap3/coap.h>

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES 65536
#define LINE_BYTES (2 * BODY_BYTES + 1024)
#define PATIENCE_MILLIS 60000
#define STEP_MILLIS 50
#define CBOR 60

static const char *host;
static int answered;
static const char *failure;
static int code;
static int blocks;
static uint8_t body[BODY_BYTES];
static size_t body_bytes;

static void die(const char *reason) {
  fprintf(stderr, "coap-peer: %s\n", reason);
  exit(1);
}

static int check_name(const char *name, const uint8_t *certificate, size_t length, coap_session_t *session,
                      unsigned int depth, int validated, void *argument) {
  (void)certificate, (void)length, (void)session, (void)argument;
  if (depth > 0) {
    return 1;
  }
  return validated && strcmp(name, host) == 0;
}

static int on_event(coap_session_t *session, const coap_event_t event) {
  (void)session;
  if (event == COAP_EVENT_DTLS_ERROR) {
    failure = "handshake";
  }
  return 0;
}

static void on_nack(coap_session_t *session, const coap_pdu_t *sent, const coap_nack_reason_t reason,
                    const coap_mid_t mid) {
  (void)session, (void)sent, (void)mid;
  failure = reason == COAP_NACK_TLS_FAILED ? "handshake" : reason == COAP_NACK_TOO_MANY_RETRIES ? "silence" : "reset";
}

/* once for each block, in order */
static coap_response_t on_response(coap_session_t *session, const coap_pdu_t *sent, const coap_pdu_t *received,
                                   const coap_mid_t mid) {
  (void)session, (void)sent, (void)mid;
  size_t length = 0, offset = 0, total = 0;
  const uint8_t *data = NULL;
  coap_block_t block;
  code = coap_pdu_get_code(received);
  blocks++;
  if (coap_get_data_large(received, &length, &data, &offset, &total) && offset + length <= BODY_BYTES) {
    memcpy(body + offset, data, length);
    body_bytes = offset + length;
  }
  int more = coap_get_block(received, COAP_OPTION_BLOCK2, &block) && block.m;
  if (!more && code != COAP_RESPONSE_CODE_CONTINUE) {
    answered = 1;
  }
  return COAP_RESPONSE_OK;
}

static coap_session_t *connect_to(coap_context_t *context, const char *root, const char *port) {
  if (!coap_context_set_pki_root_cas(context, root, NULL)) {
    die("the root certificate cannot be read");
  }
  struct addrinfo hints, *found;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  if (getaddrinfo(host, port, &hints, &found) != 0) {
    die("the host is not known");
  }
  coap_address_t address;
  coap_address_init(&address);
  address.size = found->ai_addrlen;
  memcpy(&address.addr, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);

  coap_dtls_pki_t pki;
  memset(&pki, 0, sizeof pki);
  pki.version = COAP_DTLS_PKI_SETUP_VERSION;
  pki.verify_peer_cert = 1;
  pki.cert_chain_validation = 1;
  pki.cert_chain_verify_depth = 3;
  pki.validate_cn_call_back = check_name;
  pki.client_sni = (char *)host;
  pki.pki_key.key_type = COAP_PKI_KEY_PEM;
  coap_session_t *session = coap_new_client_session_pki(context, NULL, &address, COAP_PROTO_DTLS, &pki);
  if (session == NULL) {
    die("no DTLS session");
  }
  return session;
}

static size_t from_hex(const char *hex, uint8_t *bytes) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length; i++) {
    unsigned int byte;
    if (sscanf(hex + 2 * i, "%2x", &byte) != 1) {
      die("not hex");
    }
    bytes[i] = (uint8_t)byte;
  }
  return length;
}

static void add_texts(coap_optlist_t **options, uint16_t number, char *texts, const char *separator) {
  for (char *text = strtok(texts, separator); text != NULL; text = strtok(NULL, separator)) {
    coap_insert_optlist(options, coap_new_optlist(number, strlen(text), (const uint8_t *)text));
  }
}

static void add_number(coap_optlist_t **options, uint16_t number, unsigned int value) {
  uint8_t encoded[4];
  unsigned int length = coap_encode_var_safe(encoded, sizeof encoded, value);
  coap_insert_optlist(options, coap_new_optlist(number, length, encoded));
}

/* 16 bytes are 0, 1024 are 6 */
static unsigned int size_exponent(unsigned int bytes) {
  unsigned int exponent = 0;
  while (exponent < 6 && (16u << exponent) < bytes) {
    exponent++;
  }
  return exponent;
}

static void request(coap_context_t *context, coap_session_t *session, char *method, char *path, char *query,
                    unsigned int block_bytes, const char *hex) {
  static uint8_t payload[BODY_BYTES];
  int post = strcmp(method, "post") == 0;
  size_t payload_bytes = strcmp(hex, "-") == 0 ? 0 : from_hex(hex, payload);
  coap_pdu_t *pdu =
      coap_new_pdu(COAP_MESSAGE_CON, post ? COAP_REQUEST_CODE_POST : COAP_REQUEST_CODE_GET, session);
  uint8_t token[8];
  size_t token_bytes;
  coap_session_new_token(session, &token_bytes, token);
  coap_add_token(pdu, token_bytes, token);
  coap_optlist_t *options = NULL;
  add_texts(&options, COAP_OPTION_URI_PATH, path, "/");
  if (strcmp(query, "-") != 0) {
    add_texts(&options, COAP_OPTION_URI_QUERY, query, "&");
  }
  add_number(&options, post ? COAP_OPTION_CONTENT_FORMAT : COAP_OPTION_ACCEPT, CBOR);
  add_number(&options, post ? COAP_OPTION_BLOCK1 : COAP_OPTION_BLOCK2, size_exponent(block_bytes));
  coap_add_optlist_pdu(pdu, &options);
  coap_delete_optlist(options);
  if (payload_bytes > 0 && !coap_add_data_large_request(session, pdu, payload_bytes, payload, NULL, NULL)) {
    die("the payload was not taken");
  }
  answered = blocks = code = 0;
  body_bytes = 0;
  failure = NULL;
  if (coap_send(session, pdu) == COAP_INVALID_MID) {
    failure = "sending";
  }
  for (int waited = 0; !answered && failure == NULL; waited += STEP_MILLIS) {
    if (waited > PATIENCE_MILLIS) {
      failure = "silence";
    }
    if (coap_io_process(context, STEP_MILLIS) < 0) {
      failure = "network";
    }
  }
}

int main(int count, char **arguments) {
  static char line[LINE_BYTES];
  if (count != 4) {
    die("usage: coap-peer ROOT-CERTIFICATE HOST PORT");
  }
  host = arguments[2];
  coap_startup();
  coap_set_log_level(LOG_CRIT);
  coap_dtls_set_log_level(LOG_CRIT);
  coap_context_t *context = coap_new_context(NULL);
  if (context == NULL) {
    die("no context");
  }
  coap_context_set_block_mode(context, COAP_BLOCK_USE_LIBCOAP);
  coap_register_response_handler(context, on_response);
  coap_register_nack_handler(context, on_nack);
  coap_register_event_handler(context, on_event);
  coap_session_t *session = connect_to(context, arguments[1], arguments[3]);
  while (fgets(line, sizeof line, stdin) != NULL) {
    char *method = strtok(line, " \n"), *path = strtok(NULL, " \n"), *query = strtok(NULL, " \n");
    char *block_bytes = strtok(NULL, " \n"), *hex = strtok(NULL, " \n");
    if (hex == NULL) {
      die("a line has five words");
    }
    request(context, session, method, path, query, (unsigned int)atoi(block_bytes), hex);
    if (failure != NULL) {
      printf("failed %s\n", failure);
    } else {
      printf("%d.%02d %d ", code >> 5, code & 0x1f, blocks);
      for (size_t i = 0; i < body_bytes; i++) {
        printf("%02x", body[i]);
      }
      printf("%s\n", body_bytes == 0 ? "-" : "");
    }
    fflush(stdout);
  }
  coap_session_release(session);
  coap_free_context(context);
  coap_cleanup();
  return 0;
}
