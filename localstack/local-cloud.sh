# What up, down, status and env share; read by them, never run. Keeps to bash 3.2.

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$SCRIPTS/.." && pwd)
REGION=us-east-1
API_ID=tidemill
TOKEN_API_ID=tidemill-token
API_STAGE=live

# The services, in the order in which they start.
SERVICES="aws-endpoint function-host batch-runner mlflow-ui"

fail() {
  echo "localstack/$(basename "$0"): $*" >&2
  exit 1
}

set_home() {
  mkdir -p "$1" || fail "cannot write $1: choose another folder with --home"
  STATE=$(cd "$1" && pwd)
  RUN="$STATE/run"
  LOGS="$STATE/logs"
  mkdir -p "$RUN" "$LOGS"
  [ -f "$RUN/ports" ] && . "$RUN/ports"
  return 0
}

# -- processes: a file holds the id and the start time, so that a process of another with the same id is never taken for ours

# Prints nothing for a process that has ended but that its parent has not yet asked about.
started_at() {
  LC_ALL=C ps -o stat= -o lstart= -p "$1" 2> /dev/null | sed -n 's/^ *[^Z ][^ ]*  *\(.*[^ ]\) *$/\1/p'
}

# Prints the id of a running service.
pid_of() {
  [ -f "$RUN/$1.pid" ] || return 1
  local pid began
  { read -r pid; read -r began; } < "$RUN/$1.pid"
  [ -n "$pid" ] && [ -n "$began" ] && [ "$(started_at "$pid")" = "$began" ] || return 1
  echo "$pid"
}

# start SERVICE COMMAND...: in a session of its own, so that Ctrl-C in this terminal does not reach it.
start() {
  local name=$1 pid
  shift
  if command -v setsid > /dev/null; then
    setsid nohup "$@" >> "$LOGS/$name.log" 2>&1 < /dev/null &
  else
    nohup "$@" >> "$LOGS/$name.log" 2>&1 < /dev/null &
  fi
  pid=$!
  disown "$pid" 2> /dev/null
  { echo "$pid"; started_at "$pid"; } > "$RUN/$name.pid"
}

# Asks a service to end, and kills it when it has not within 30 seconds.
stop() {
  local name=$1 pid waited=0
  if pid=$(pid_of "$name"); then
    kill "$pid" 2> /dev/null
    while pid_of "$name" > /dev/null && [ $waited -lt 300 ]; do
      sleep 0.1
      waited=$((waited + 1))
    done
    if pid_of "$name" > /dev/null; then
      kill -9 "$pid"
    fi
  fi
  rm -f "$RUN/$name.pid"
}

# -- tools: each missing one gets one sentence

python_command() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer with its venv module is missing: install python3 and python3-venv from your package manager or https://www.python.org"
}

# Where what was downloaded is kept, so that the next environment needs no network.
cache() {
  echo "${TIDEMILL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tidemill}"
}

# install_python VENV PINS: a virtual environment with exactly what a file of pins names.
install_python() {
  local wheels
  wheels="$(cache)/wheels"
  mkdir -p "$wheels" || return 1
  "$PYTHON" -m venv --clear "$1" || return 1
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-index \
      --find-links "$wheels" -r "$2" 2> /dev/null && return
  "$1/bin/python" -m pip download --quiet --disable-pip-version-check --require-hashes --dest "$wheels" -r "$2" || return 1
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-index \
      --find-links "$wheels" -r "$2"
}

# wheel_alone PINS FOLDER: downloads the one wheel that a file of pins names, without what it depends on, unless it is kept.
wheel_alone() {
  local wheels
  wheels="$(cache)/wheels"
  mkdir -p "$wheels" "$2" || return 1
  set -- "$1" "$2" -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:
  "$VENV/bin/python" "${@:3}" --no-index --find-links "$wheels" --dest "$2" -r "$1" 2> /dev/null && return
  "$VENV/bin/python" "${@:3}" --dest "$wheels" -r "$1" \
    && "$VENV/bin/python" "${@:3}" --no-index --find-links "$wheels" --dest "$2" -r "$1"
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2> /dev/null
}

jdk_command() {
  local candidate
  while IFS= read -r candidate; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      (cd "$candidate" && pwd -P)
      return
    fi
  done <<CANDIDATES
${JAVA_HOME:-}
$([ -f "$HOME/.m2/toolchains.xml" ] && sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "$HOME/.m2/toolchains.xml")
$(ls -d /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* 2> /dev/null)
CANDIDATES
  fail "JDK 25 is missing: install it from https://adoptium.net (or set JAVA_HOME to one); the default java may stay another"
}

check_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2> /dev/null)
  [ "${major:-0}" -ge 20 ] 2> /dev/null && command -v npm > /dev/null \
    || fail "Node 20 or newer with npm is missing: install it from your package manager or https://nodejs.org"
}

check_maven() {
  local version
  version=$(mvn -B -v 2> /dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  set -- ${version:-0 0}
  [ "$1" -gt 3 ] || { [ "$1" -eq 3 ] && [ "$2" -ge 8 ]; } \
    || fail "Maven 3.8 or newer is missing: install it from your package manager or https://maven.apache.org"
}

# -- addresses

endpoint() {
  echo "http://127.0.0.1:$PORT"
}

ui_url() {
  echo "http://127.0.0.1:$UI_PORT"
}

api_url() {
  echo "$(endpoint)/restapis/$API_ID/$API_STAGE/_user_request_"
}

# The same routes for callers with a bearer token.
token_api_url() {
  echo "$(endpoint)/restapis/$TOKEN_API_ID/$API_STAGE/_user_request_"
}

exports() {
  cat <<EXPORTS
export AWS_ENDPOINT_URL=$(endpoint)
export AWS_ENDPOINT_URL_BATCH=http://127.0.0.1:$BATCH_PORT
export AWS_REGION=$REGION
export AWS_DEFAULT_REGION=$REGION
export AWS_ACCESS_KEY_ID=test
export AWS_SECRET_ACCESS_KEY=test
export MLFLOW_TRACKING_URI=$(api_url)
export MLFLOW_S3_ENDPOINT_URL=$(endpoint)
export TIDEMILL_API_URL=$(api_url)
export TIDEMILL_TOKEN_API_URL=$(token_api_url)
export TIDEMILL_UI_URL=$(ui_url)
export TIDEMILL_HOME=$(printf '%q' "$STATE")
EXPORTS
}
