namespace GpuNet.Engine.IR;

/// <summary>
/// What an <see cref="Instruction"/> does. Unless a line says otherwise, operands and result have one type.
/// Semantics are C#'s: integers wrap, shift counts are masked, <c>Min</c>/<c>Max</c> of floats propagate NaN and order -0 below +0,
/// float-to-integer conversions saturate and turn NaN into 0, nothing is fused but <see cref="Fma"/>.
/// </summary>
internal enum Opcode
{
    // Integer and floating-point arithmetic; the type says which.
    Add, Sub, Mul, Neg, Min, Max, Abs,

    /// <summary>Signed integer or floating-point division. Integer division by zero is undefined: never speculate it.</summary>
    Div,

    /// <summary>Signed integer remainder, or C's <c>fmod</c>.</summary>
    Rem,

    // Unsigned integers.
    DivU, RemU, MinU, MaxU,

    /// <summary>
    /// Int32: the upper half of the unsigned product. For processors alone, whose back end looks for it (HighProducts); the
    /// compilers of other devices find it by themselves.
    /// </summary>
    MulHighU,

    // Bits. The second operand of a shift is Int32. Not on Int1 is logical.
    And, Or, Xor, Not, Shl, Shr, ShrU,

    /// <summary>Int32 result, operand Int32 or Int64.</summary>
    PopCount, LeadingZeros, TrailingZeros,

    // Comparisons: Int1 result. On floats the plain ones are ordered (false for NaN) except Ne (true for NaN);
    // the U forms are unsigned on integers and pointers, and unordered (true for NaN) on floats.
    Eq, Ne, Lt, Le, Gt, Ge, LtU, LeU, GtU, GeU,

    /// <summary>(Int1 condition, a, b) -> condition ? a : b.</summary>
    Select,

    // Conversions: from the operand's type to the result's type.
    SignExtend, ZeroExtend, Truncate,
    SignedToFloat, UnsignedToFloat, FloatToSigned, FloatToUnsigned, FloatConvert,

    /// <summary>Reinterprets Int32/Float32 or Int64/Float64.</summary>
    Bitcast,

    /// <summary>Pointer to Int64 and back; only for alignment arithmetic.</summary>
    PointerToInt, IntToPointer,

    // Floating point, correctly rounded everywhere.
    Fma, Sqrt, Floor, Ceiling, RoundToZero, RoundEven, CopySign,

    // Floating point, the device's own approximation: not the same bits on every device.
    Rcp, Rsqrt, Exp, Exp2, Log, Log2, Log10, Pow, Sin, Cos, Tan, Sinh, Cosh, Tanh, Asin, Acos, Atan, Atan2,

    // Memory.

    /// <summary>(pointer) -> value of the result's type.</summary>
    Load,

    /// <summary>(pointer, value) -> void.</summary>
    Store,

    /// <summary>(pointer, Int64 index) -> pointer + index * Scale + Displacement, in bytes.</summary>
    Offset,

    /// <summary>() -> Private pointer to Size zeroed bytes aligned to Alignment. Stands in the entry block.</summary>
    Alloca,

    /// <summary>() -> Shared pointer to Size bytes aligned to Alignment, one for the group. Contents undefined at start.</summary>
    SharedAlloc,

    /// <summary>() -> Shared pointer to the dynamic shared memory of the launch.</summary>
    SharedDynamic,

    /// <summary>() -> Int32 bytes of dynamic shared memory of the launch.</summary>
    SharedDynamicSize,

    /// <summary>(pointer, value) -> old value; AtomicKind says what is combined.</summary>
    Atomic,

    /// <summary>(pointer, comparand, value) -> old value.</summary>
    AtomicCompareExchange,

    // The work-item and its group. Int32 results; Dimension is 0 (X), 1 (Y) or 2 (Z).
    LocalId, GroupId, GroupDim, GridDim,

    /// <summary>Waits for all items of the group, and orders their memory accesses.</summary>
    Barrier,

    /// <summary>Barrier that also returns the number (Int32) of items with a true Int1 operand.</summary>
    BarrierPopCount,

    /// <summary>(value, Int32 linear index of the item in its group): barrier-like; every item gets that item's value.</summary>
    GroupBroadcast,

    /// <summary>Orders memory accesses at FenceScope, waits for nobody.</summary>
    MemoryFence,

    // Warps. On devices with warp size 1 the front end folds all of these away.
    WarpSize, LaneId, WarpBarrier,

    /// <summary>(value, Int32 lane or delta or mask, Int32 width); ShuffleKind says which.</summary>
    Shuffle,

    /// <summary>(pointers to write ..., values to read ...) -> void; what it does is in the instruction's Assembly. CUDA only.</summary>
    Assembly,
}

internal enum AtomicKind { Add, Min, Max, MinU, MaxU, And, Or, Xor, Exchange }

internal enum ShuffleKind { Index, Up, Down, Xor }

internal enum FenceScope { Group, Device, System }
