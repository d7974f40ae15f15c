#!/usr/bin/env bash
# Checks and measures GpuNet on a machine with a GPU, which needs neither .NET nor a network.
#
#   tools/gpu-check.sh pack          here: writes artifacts/gpu-check.tar.gz, with the programs, .NET, and the sources
#   tools/gpu-check.sh run [device]  there, in the unpacked folder (or in a checkout with the archive): all steps, the most telling
#                                    first, each with a limit of its own, and what they say about each goal
#   tools/gpu-check.sh steps         the steps, in their order
#
# The device is cuda:0 unless named. Results go to benchmarks/results/<GPU>/. Where a machine is lent for minutes:
#   MINUTES=9         begins no step that has no time left, cuts the last one short, and says which are left
#   STEPS="a b"       takes these steps alone
#   RESULTS=<folder>  puts results elsewhere; what is there from earlier steps counts for the verdict
#   PACKED=<file>     packs the results into this file (.tar.gz) after each step
#   SMALL=1           tries everything out on small sizes, for devices that are slow or no GPUs at all
# It ends with the number of failed steps. docs/benchmarks.md says more.
set -euo pipefail
cd "$(dirname "$0")/.."

archive=artifacts/gpu-check.tar.gz
programs=$PWD/artifacts/gpu-check/programs
tests=(GpuNet.Kernels.Tests GpuNet.Runtime.Tests GpuNet.Models.Tests GpuNet.Engine.Tests)
most_megabytes=55 # 64 MiB together with a checkout

# Name and limit in seconds. The first ones tell whether anything works, and how fast; all kernels through NVIDIA's assembler, which
# takes minutes, come when the rest has been seen: each kernel that is refused fails in the tests as well.
all_steps=(devices:60 first:120 same-bits:120 trial:150 goals:420 tuned:240 tests:420 profile:120 long-run:120 cublas:120 ptx:180
  sources:150 assemble:240 memcheck:240 racecheck:240 counters:240 compiled:420 benchmarks:900)

pack() {
  rm -rf artifacts/gpu-check "$archive"
  # All in one folder, with one .NET for all.
  for project in src/GpuNet.Cli benchmarks/GpuNet.Benchmarks "${tests[@]/#/tests/}"; do
    dotnet publish "$project" -c Release -r linux-x64 --self-contained -o "$programs" -p:UseAppHost=true -v quiet --nologo
  done
  # Documentation, debuggers, tracers, other garbage collectors, adapters of test hosts, and what BenchmarkDotNet looks into processes
  # with: nothing that runs there. Tests compile C# there.
  rm -rf "$programs"/*.xml "$programs"/*.pdb "$programs"/libmscordbi.so "$programs"/libmscordaccore.so \
    "$programs"/libcoreclrtraceptprovider.so "$programs"/libclrgc*.so "$programs"/Microsoft.VisualBasic* \
    "$programs"/*.testadapter.dll "$programs"/Microsoft.{TestPlatform,VisualStudio}* "$programs"/testhost* \
    "$programs"/{cs,de,es,fr,it,ja,ko,pl,pt-BR,ru,tr,zh-Hans,zh-Hant,CodeCoverage,InstrumentationEngine,alpine,macos,ubuntu} \
    "$programs"/Microsoft.Diagnostics.* "$programs"/Iced.dll \
    "$programs"/*TraceEvent* "$programs"/*apstone* "$programs"/runtimes "$programs"/{amd64,arm64,x86}
  git ls-files -z | tar --null -T - --transform 's,^,gpu-check/,' -cf - > artifacts/gpu-check.tar
  tar --transform "s,^,gpu-check/," -rf artifacts/gpu-check.tar artifacts/gpu-check/programs
  gzip -9 -c artifacts/gpu-check.tar > "$archive"
  rm artifacts/gpu-check.tar
  local megabytes=$(( ($(stat -c %s "$archive") + 999999) / 1000000 ))
  echo "$archive: $megabytes MB"
  if [ "$megabytes" -gt "$most_megabytes" ]; then
    echo "That is more than $most_megabytes MB." >&2
    return 1
  fi
}

on_cuda() { [[ $device == cuda* ]]; }
small() { [ -n "${SMALL:-}" ]; }
bench() { "$programs/GpuNet.Benchmarks" "$1" --device "$device" $(small && echo --limit 64) "${@:2}"; }
goal_workloads=(gpu/matmul/4096 gpu/matmul-bf16/8192 gpu/step/d gpu/step/d/bf16 gpu/step/e)

# A step is a function do_<name> that writes what it has to say, and its gist last.

do_devices() {
  if command -v nvidia-smi > /dev/null; then
    nvidia-smi
    nvidia-smi -q -d CLOCK,POWER,PERFORMANCE,MEMORY || true
  fi
  for tool in nvcc ptxas compute-sanitizer ncu cuobjdump python3; do command -v "$tool" || echo "$tool is not on the path"; done
  "$programs/gpunet" devices
}

do_first() { # a kernel is compiled, launched, and right; then some of each kind
  bench compare --rounds 1 --sample-ms 1 launch/1 compile/cold
  "$programs/GpuNet.Engine.Tests" -noColor -noLogo -namespace GpuNet.Engine.Tests.Api.Device
}

do_sources() { # of every kernel, for the assembler
  rm -rf "$results/sources"
  # The tests that look at the sources emit them all; what else they do needs tools that may not be there.
  export GPUNET_DUMP=$results/sources
  "$programs/GpuNet.Kernels.Tests" -noColor -noLogo -method '*.Inline_PTX_has_known_forms_only' &
  "$programs/GpuNet.Kernels.Tests" -noColor -noLogo -class GpuNet.Kernels.Tests.PtxSourceTests &
  wait
  echo "$(find "$results/sources" -name '*.cu' | wc -l) kernels in CUDA C, $(find "$results/sources" -name '*.ptx' | wc -l) in PTX"
}

do_same-bits() { # trains on both devices; portable math gives both the same weights
  local folder
  folder=$(mktemp -d)
  for one in "$device" cpu; do
    "$programs/gpunet" train --device "$one" --output "$folder/$one" $(small && echo --epochs 1)
  done
  cmp "$folder/$device/model.safetensors" "$folder/cpu/model.safetensors" && echo "The weights have the same bits."
  rm -rf "$folder"
}

do_assemble() {
  python3 tools/assemble.py "$results/sources" --seconds 210 --report "$results/kernels.txt" $(small && echo --most 50)
}

do_tests() { # a process for each class, or method where those have many kernels: one that hangs or loses the device takes no other along
  local project unit plural
  rm -rf "$results/tests"
  mkdir -p "$results/tests"
  for project in "${tests[@]}"; do
    unit=class plural=classes
    if [ "$project" = GpuNet.Kernels.Tests ]; then unit=method plural=methods; fi
    "$programs/$project" -noLogo -list "$plural" | sed "s/^/$project $unit /"
  done | grep -E " GpuNet\..*${TESTS:-}" | grep -vE '\.(BackendsSimd|Frontend|Cpu|IR|CudaSourceTests|PtxSourceTests)(\.|$)' |
    xargs -P "$(nproc)" -n 3 "$PWD/tools/gpu-check.sh" test
  awk '{ passed += $2; failed += $3; skipped += $4; runs++; if ($5 != 0 && $3 == 0) broken++ }
    END { printf "%d passed, %d failed, %d skipped, %d of %d runs without an end\n", passed, failed, skipped, broken, runs; exit failed + broken > 0 }' \
    "$results/tests/summary.txt"
}

# A limit within a step's limit is in the foreground: the step's group stays one, and ends as one.
run_test() { # project, class or method, its name: a line "name passed failed skipped exit-code seconds"
  local log=$results/tests/$3.txt status=0 start=$SECONDS
  # Debug mode of the processor is slow, and the same everywhere.
  GPUNET_TEST_DEVICES=cpu,opencl:0,$device GPUNET_THREADS=2 timeout --foreground -k 5 "${TEST_SECONDS:-150}" \
    "$programs/$1" -noColor -noLogo -maxThreads 2 "-$2" "$3" > "$log" 2>&1 || status=$?
  awk -v name="$3" -v status="$status" -v seconds=$((SECONDS - start)) '/Total:/ { gsub(",", ""); for (i = 1; i < NF; i++) count[$i] = $(i + 1) }
    END { failed = count["Failed:"] + count["Errors:"]; print name, count["Total:"] - failed - count["Skipped:"], failed, count["Skipped:"] + 0, status, seconds }' \
    "$log" >> "$results/tests/summary.txt"
  if [ "$status" != 0 ]; then
    echo "$3 (exit code $status):"
    grep -aE -A 6 '\[FAIL\]|Unhandled|CUDA_ERROR' "$log" | head -n 20 | cut -c1-400 || true
  fi
}

compare() { # next to PyTorch on the same kind of device; without Python, our side alone
  local torch=cpu
  if ! command -v python3 > /dev/null; then
    "$programs/GpuNet.Benchmarks" compare --device "$device"
    return 0
  fi
  if on_cuda && python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then torch=cuda; fi
  python3 benchmarks/peers/compare.py --program "$programs/GpuNet.Benchmarks" --device "$device" --torch "$torch" \
    --rounds 5 --sample-ms 50 $(small && echo --limit 64) "$@"
}

# The workloads named gpu/... are those of the goals for large GPUs, next to PyTorch's products, which are cuBLAS's, and its steps, eager
# and compiled.
do_goals() { GPUNET_DUMP=$results/sources-of-goals compare --only gpu/ --patience 120 --results "$results/goals"; }
do_compiled() { compare --only gpu/step/d --compile reduce-overhead --compile max-autotune --patience 200 --results "$results/compiled"; }
do_benchmarks() { compare --skip gpu/ --patience 60 --results "$results/benchmarks" ${BENCHMARKS:-}; }

do_profile() { # kernel by kernel
  local workloads=("${goal_workloads[@]}" gpu/softmax/256M)
  if small; then workloads=(step/c); fi
  "$programs/GpuNet.Benchmarks" profile "$device" "${workloads[@]}"
}

do_long-run() { bench steps $(small && echo --count 200); }

do_trial() { "$programs/gpunet" tune --device "$device"; }
do_tuned() { GPUNET_TUNE=on GPUNET_DUMP=$results/sources-of-goals bench compare --sample-ms 50 "${goal_workloads[@]}"; }
do_cublas() { GPUNET_GEMM=cublas bench compare --sample-ms 50 "${goal_workloads[@]}"; }

do_ptx() { # the engine's own PTX in NVRTC's place
  export GPUNET_CUDA_COMPILER=ptx
  "$programs/GpuNet.Engine.Tests" -noColor -noLogo -namespace GpuNet.Engine.Tests.Api.Device || true
  bench compare --sample-ms 50 "${goal_workloads[@]}" gpu/exp/256M gpu/softmax/256M
  do_same-bits
}

sanitize() { # products of all kinds, and training steps
  compute-sanitizer --tool "$1" --error-exitcode 9 --print-limit 20 --target-processes all \
    "$programs/GpuNet.Benchmarks" compare --device "$device" --rounds 1 --sample-ms 1 --limit 512 "${goal_workloads[@]}" gpu/softmax/256M step/b
  compute-sanitizer --tool "$1" --error-exitcode 9 --print-limit 20 --target-processes all \
    "$programs/GpuNet.Kernels.Tests" -noColor -noLogo -maxThreads 1 -class '*.CudaMatMulTests' -class '*.WarpgroupMatMulTests'
}
do_memcheck() { sanitize memcheck; }
do_racecheck() { sanitize racecheck; }

do_counters() { # of the hardware, kernel by kernel
  local workload
  for workload in "${goal_workloads[@]}" gpu/exp/256M gpu/gelu/256M gpu/softmax/256M; do
    echo "== $workload"
    # What is asked for comes after the inputs are made.
    timeout --foreground -k 5 40 ncu --clock-control none --target-processes all --launch-count $([[ $workload == */step/* ]] && echo 60 || echo 8) --section SpeedOfLight --section LaunchStats \
      --section Occupancy --section MemoryWorkloadAnalysis --section WarpStateStats \
      "$programs/GpuNet.Benchmarks" compare --device "$device" --rounds 1 --sample-ms 1 "$workload" || echo "ended with $?"
  done
}

why_not() { # the reason to leave a step out, or nothing
  case $1 in
    assemble | goals | compiled | benchmarks) command -v python3 > /dev/null || echo "there is no python3" ;;&
    trial | tuned | ptx | compiled) on_cuda || echo "$device is not of CUDA" ;;
    cublas) if ! on_cuda || grep -qs 'cuBLAS.*not found' "$results/devices.txt"; then echo "there is no cuBLAS for $device"; fi ;;
    memcheck | racecheck) if ! on_cuda || ! command -v compute-sanitizer > /dev/null; then echo "there is no compute-sanitizer for $device"; fi ;;
    counters) if ! on_cuda || ! command -v ncu > /dev/null; then echo "there is no ncu for $device"; fi ;;
  esac
}

run() {
  export device=${1:-cuda:0} PYTHONUNBUFFERED=1
  local end=$((SECONDS + ${MINUTES:-10000} * 60)) failures=0 left=() entry name limit start status reason machine=${device%%:*}
  if [ ! -d "$programs" ]; then
    tar xzf "$archive" --strip-components 1 gpu-check/artifacts/gpu-check/programs
  fi
  if command -v nvidia-smi > /dev/null; then
    machine=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1 | tr '[:upper:] ' '[:lower:]-')
  fi
  export results=${RESULTS:-benchmarks/results/$machine}
  mkdir -p "$results"
  results=$(cd "$results" && pwd)
  # A device that is named and not there fails its tests instead of skipping them.
  export GPUNET_REQUIRE_DEVICES=${device%%:*}

  for entry in "${all_steps[@]}"; do
    name=${entry%:*} limit=${entry#*:} start=$SECONDS status=0
    case " ${STEPS:-$name} " in *" $name "*) ;; *) continue ;; esac
    reason=$(why_not "$name")
    if [ -n "$reason" ]; then
      echo "no      $name: $reason"
      continue
    fi
    if [ $((end - SECONDS)) -lt 20 ]; then
      left+=("$name")
      continue
    fi
    if [ "$limit" -gt $((end - SECONDS - 10)) ]; then limit=$((end - SECONDS - 10)); fi
    timeout -k 10 "$limit" "$PWD/tools/gpu-check.sh" step "$name" > "$results/$name.txt" 2>&1 || status=$?
    if [ "$status" = 0 ]; then
      echo "ok      $name ($((SECONDS - start)) s): $(tail -n 1 "$results/$name.txt" | cut -c1-200)"
    else
      echo "FAILED  $name (exit code $status, $((SECONDS - start)) s of at most $limit): $results/$name.txt"
      tail -n 15 "$results/$name.txt" | cut -c1-300 | sed 's/^/        /'
      failures=$((failures + 1))
    fi
    keep
  done
  if [ ${#left[@]} -gt 0 ]; then echo "No time was left for STEPS=\"${left[*]}\""; fi
  if command -v python3 > /dev/null; then python3 tools/gpu-verdict.py "$results" || failures=$((failures + 1)); fi
  keep
  echo "$failures failed. Results: $results"
  return "$failures"
}

keep() { # sources are long, and made anew at any time
  if [ -n "${PACKED:-}" ]; then tar czf "$PACKED" --exclude sources --exclude sources-of-goals -C "$results" .; fi
}

case ${1:-} in
  pack) pack ;;
  run) shift; run "$@" ;;
  step) "do_$2" ;;
  test) shift; run_test "$@" ;;
  steps) printf '%s\n' "${all_steps[@]}" | sed 's/:\(.*\)/ (at most \1 s)/' ;;
  *) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
