# Sourced by ./latebind and ./verify: sets JAVA_HOME to a JDK 25, or says what to install and exits with 1.

is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -q 'version "25[."]'
}

find_jdk25() {
  for candidate in "${LATEBIND_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  on_path=$(command -v javac 2>/dev/null) || return 1
  on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  is_jdk25 "$on_path" && printf '%s\n' "$on_path"
}

if ! JAVA_HOME=$(find_jdk25); then
  cat >&2 <<'TEXT'
Latebind needs a JDK 25 and found none in JAVA_HOME, on the PATH or in /usr/lib/jvm.
Install one, for example Eclipse Temurin 25 (package temurin-25-jdk) or openjdk-25-jdk,
or name one that is elsewhere: LATEBIND_JAVA_HOME=/path/to/jdk-25
TEXT
  exit 1
fi
export JAVA_HOME
