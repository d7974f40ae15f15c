#!/usr/bin/env bash
# Checks and measures GpuNet on a machine with a GPU, which needs neither .NET nor a network.
#
#   tools/gpu-check.sh pack          here: writes artifacts/gpu-check.tar.gz, with the programs, .NET, and the sources
#   tools/gpu-check.sh run [device]  there, in the unpacked folder (or in a checkout with the archive): tests and benchmarks
#
# run takes the device to measure (cuda:0 unless named), runs the device tests on all devices there are, trains the digits on the
# device and on the processor and compares the bits, and measures the benchmarks next to PyTorch, where python3 has it. Results go
# to benchmarks/results/<GPU>/ (RESULTS=<folder> names another place); BENCHMARKS="--only step/" measures less, and
# STEPS="devices same-bits benchmarks" takes these steps alone, where the machine is lent for minutes. It ends with the number of failed
# steps.
set -euo pipefail
cd "$(dirname "$0")/.."

archive=artifacts/gpu-check.tar.gz
programs=artifacts/gpu-check/programs
tests=(GpuNet.Engine.Tests GpuNet.Kernels.Tests GpuNet.Runtime.Tests GpuNet.Models.Tests)
most_megabytes=60

pack() {
  rm -rf artifacts/gpu-check "$archive"
  # All in one folder, with one .NET for all.
  for project in src/GpuNet.Cli benchmarks/GpuNet.Benchmarks "${tests[@]/#/tests/}"; do
    dotnet publish "$project" -c Release -r linux-x64 --self-contained -o "$programs" -p:UseAppHost=true -v quiet --nologo
  done
  # Documentation, debuggers, tracers, other garbage collectors, adapters of test hosts, and what BenchmarkDotNet compiles with: nothing
  # that runs there.
  rm -rf "$programs"/*.xml "$programs"/*.pdb "$programs"/libmscordbi.so "$programs"/libmscordaccore.so \
    "$programs"/libcoreclrtraceptprovider.so "$programs"/libclrgc*.so "$programs"/Microsoft.VisualBasic* \
    "$programs"/*.testadapter.dll "$programs"/Microsoft.{TestPlatform,VisualStudio}* "$programs"/testhost* \
    "$programs"/{cs,de,es,fr,it,ja,ko,pl,pt-BR,ru,tr,zh-Hans,zh-Hant,CodeCoverage,InstrumentationEngine,alpine,macos,ubuntu} \
    "$programs"/Microsoft.CodeAnalysis* "$programs"/Microsoft.Diagnostics.* "$programs"/Iced.dll \
    "$programs"/*TraceEvent* "$programs"/*apstone* "$programs"/runtimes "$programs"/{amd64,arm64,x86}
  git ls-files -z | tar --null -T - --transform 's,^,gpu-check/,' -cf - > artifacts/gpu-check.tar
  tar --transform "s,^,gpu-check/," -rf artifacts/gpu-check.tar "$programs"
  gzip -9 -c artifacts/gpu-check.tar > "$archive"
  rm artifacts/gpu-check.tar
  local megabytes=$(( ($(stat -c %s "$archive") + 999999) / 1000000 ))
  echo "$archive: $megabytes MB"
  if [ "$megabytes" -gt "$most_megabytes" ]; then
    echo "That is more than $most_megabytes MB." >&2
    return 1
  fi
}

failures=0
step() { # name, command: its output goes to a file of that name, its end is told
  local name=$1 start=$SECONDS status=0
  shift
  case " ${STEPS:-$name} " in *" $name "*) ;; *) return 0 ;; esac
  "$@" > "$results/$name.txt" 2>&1 || status=$?
  if [ "$status" = 0 ]; then
    echo "ok      $name ($((SECONDS - start)) s)"
  else
    echo "FAILED  $name (exit code $status, $((SECONDS - start)) s): $results/$name.txt"
    tail -n 15 "$results/$name.txt" | sed 's/^/        /'
    failures=$((failures + 1))
  fi
}

same_bits() { # trains on both devices; portable math gives both the same weights
  local folder
  folder=$(mktemp -d)
  for one in "$device" cpu; do
    "$programs/gpunet" train --device "$one" --output "$folder/$one"
  done
  cmp "$folder/$device/model.safetensors" "$folder/cpu/model.safetensors" && echo "The weights have the same bits."
  rm -rf "$folder"
}

measure() { # next to PyTorch on the same kind of device; without Python, our side alone
  if ! command -v python3 > /dev/null; then
    "$programs/GpuNet.Benchmarks" compare --device "$device"
    return 0
  fi
  local torch=cpu
  case $device in cuda*) python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' && torch=cuda ;; esac
  python3 benchmarks/peers/compare.py --program "$PWD/$programs/GpuNet.Benchmarks" --device "$device" --torch "$torch" \
    --rounds 5 --sample-ms 50 --results "$machine" ${BENCHMARKS:-}
}

run() {
  device=${1:-cuda:0}
  if [ ! -d "$programs" ]; then
    tar xzf "$archive" --strip-components 1 "gpu-check/$programs"
  fi
  local name=${device%%:*}
  if command -v nvidia-smi > /dev/null; then
    name=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1 | tr '[:upper:] ' '[:lower:]-')
  fi
  machine=$name
  results=${RESULTS:-benchmarks/results/$machine}
  mkdir -p "$results"
  # A device that is named and not there fails its tests instead of skipping them.
  export GPUNET_REQUIRE_DEVICES=${device%%:*}

  step devices "$programs/gpunet" devices
  cat "$results/devices.txt" 2> /dev/null || true
  if command -v nvidia-smi > /dev/null; then step nvidia-smi nvidia-smi; fi
  for project in "${tests[@]}"; do
    step "$project" "$programs/$project" -noColor
    grep -as "Total:" "$results/$project.txt" || true
  done
  step same-bits same_bits
  # The workloads named gpu/... are those of the goals for large GPUs, next to PyTorch's products, which are cuBLAS's, and its steps,
  # eager and compiled.
  step benchmarks measure
  # With tiles chosen by measurement, where they are on CUDA; those of warpgroups, where their trial says that they are right.
  case $device in cuda*)
    step trial "$programs/gpunet" tune --device "$device"
    step tuned env GPUNET_TUNE=on "$programs/GpuNet.Benchmarks" compare --device "$device" gpu/matmul/4096 gpu/matmul-bf16/8192 gpu/step/d gpu/step/d/bf16 gpu/step/e ;;
  esac
  # The same products by cuBLAS from here, where it is found.
  case $device in cuda*)
    if ! grep -qs 'cuBLAS.*not found' "$results/devices.txt"; then
      step cublas env GPUNET_GEMM=cublas "$programs/GpuNet.Benchmarks" compare --device "$device" gpu/matmul/4096 gpu/matmul-bf16/8192 gpu/step/d gpu/step/d/bf16 gpu/step/e
    fi ;;
  esac
  echo "$failures failed. Results: $results"
  return "$failures"
}

case ${1:-} in
  pack) pack ;;
  run) shift; run "$@" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
