# SPDX-License-Identifier: Apache-2.0
# Sourced by mvnw and tributary (POSIX sh, also bash 3.2): sets JAVA_HOME to a JDK 25 or explains what is missing.
# Tributary uses the incubating Vector API, whose shape belongs to one JDK release: hence exactly 25.

tributary_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    grep -q '^JAVA_VERSION="25[."]' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | grep -q ' version "25[."]'
  fi
}

tributary_find_jdk25() {
  if [ -n "${JAVA_HOME-}" ] && tributary_is_jdk25 "$JAVA_HOME"; then return 0; fi
  tributary_java=$(command -v java 2>/dev/null) || tributary_java=
  while [ -n "$tributary_java" ] && [ -L "$tributary_java" ]; do
    tributary_link=$(readlink "$tributary_java")
    case "$tributary_link" in
      /*) tributary_java=$tributary_link ;;
      *) tributary_java=$(dirname "$tributary_java")/$tributary_link ;;
    esac
  done
  for tributary_home in \
    "${tributary_java:+$(dirname "$(dirname "$tributary_java")")}" \
    "${JDK25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" \
    /usr/lib/jvm/*25* /usr/java/*25* /opt/*jdk*25* /opt/java/*25* \
    "${HOME-}"/.sdkman/candidates/java/25* "${HOME-}"/.jdks/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$tributary_home" ] && tributary_is_jdk25 "$tributary_home"; then
      JAVA_HOME=$tributary_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "tributary: JDK 25 not found (JAVA_HOME=${JAVA_HOME:-unset}, java on PATH: ${tributary_java:-none}); expected a JDK whose 'release' file says 25." >&2
  echo "tributary: install a JDK 25 (for example Eclipse Temurin 25) or set JAVA_HOME to one; nothing was built or started." >&2
  return 1
}
