#!/bin/sh
# Starts the kernel on JDK 25 or newer, wherever `java` points. usage: start.sh CONNECTION_FILE
#
# TIDEMILL_JAVA_HOME    the JDK to take; else JAVA25_HOME, JAVA_HOME or the `java` of PATH where that is new enough, else
#                       one from the usual folders
# TIDEMILL_KERNEL_HEAP  the most memory for Java objects, such as 4g; else a quarter of the machine's
#
# A file `environment` beside this one is read first, as shell commands, such as
# `export TIDEMILL_API_URL=https://...`: what is set there holds for every notebook of this Python environment.

case $0 in */*) folder=${0%/*} ;; *) folder=. ;; esac
if [ -r "$folder/environment" ]; then
  . "$folder/environment"
fi

fail() {
  echo "Java (Tidemill): $1" >&2
  exit 1
}

# is_jdk FOLDER OLDEST NEWEST: asks the file that every JDK brings, which is faster than asking its java.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#*=}
        version=${version#\"}
        version=${version%%[!0-9]*}
        [ "${version:-0}" -ge "$2" ] && [ "$version" -le "$3" ]
        return
        ;;
    esac
  done < "$1/release"
  return 1
}

# The home of the java on PATH, behind its links; a program that only looks for one (a shim) has none.
path_home() {
  java=$(command -v java) || return 1
  if [ "$java" = /usr/bin/java ] && [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -F -v 25+ 2> /dev/null
    return
  fi
  java=$(readlink -f "$java" 2> /dev/null) && echo "${java%/bin/java}"
}

find_jdk() {
  for jdk in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" "$(path_home)"; do
    [ -n "$jdk" ] && is_jdk "$jdk" 25 999 && return
  done
  for newest in 25 999; do
    for jdk in \
      "$folder"/../../../../lib/jvm \
      "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.asdf/installs/java/* \
      "$HOME"/.local/share/mise/installs/java/* \
      "$HOME"/.jenv/versions/* \
      "$HOME"/.jdks/* \
      "$HOME"/.jdk/* \
      "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /usr/lib/jvm/* \
      /usr/java/* \
      /opt/java/* \
      /opt/jdk* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec
    do
      is_jdk "$jdk" 25 "$newest" && return
    done
  done
  return 1
}

if [ -n "${TIDEMILL_JAVA_HOME:-}" ]; then
  jdk=$TIDEMILL_JAVA_HOME
  is_jdk "$jdk" 25 999 || fail "TIDEMILL_JAVA_HOME is $jdk: expected the folder of a JDK 25 or newer"
else
  find_jdk || fail "no JDK 25 or newer was found: install one from https://adoptium.net or a package manager, or name its folder in TIDEMILL_JAVA_HOME (JAVA25_HOME, JAVA_HOME, the java of PATH and the usual folders were looked at)"
fi
case ${TIDEMILL_KERNEL_HEAP:-1g} in
  *[!0-9kKmMgG]* | [!1-9]* | *[kKmMgG]?*) fail "TIDEMILL_KERNEL_HEAP is $TIDEMILL_KERNEL_HEAP: expected a size such as 4g or 800m" ;;
esac

# The classes as the last kernel of this installation had them loaded. Java makes the archive when a kernel ends and makes
# it anew when a jar or the JDK has changed; without one it starts slower, no worse.
archive=
cache=${TIDEMILL_CACHE:-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
if [ -n "$cache" ]; then
  [ -n "${TIDEMILL_CACHE:-}" ] || cache=$cache/tidemill
  cache=$cache/kernel
  if { [ -d "$cache" ] || mkdir -p "$cache" 2> /dev/null; } && [ -w "$cache" ]; then
    sum=$(printf %s "$folder" | cksum)
    archive=$cache/classes-${sum%% *}.jsa
  fi
fi

exec "$jdk/bin/java" "@$folder/jvm.args" ${archive:+-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$archive"} \
  ${TIDEMILL_KERNEL_HEAP:+"-Xmx$TIDEMILL_KERNEL_HEAP"} "-Dtidemill.kernelspec=$folder" \
  -cp "$folder/jjava.jar:$folder/lib/*" dev.tidemill.kernel.TidemillKernel "$@"
