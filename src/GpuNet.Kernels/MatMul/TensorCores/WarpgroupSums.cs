// Written by tools/GenerateWarpgroupSums.cs.

namespace GpuNet.Kernels;

/// <summary>
/// Text of PTX for the sums of 64 rows of C, N / 2 in each item of a warpgroup: registers that the kernel declares by name, so that
/// no compiler above the assembler has them in hand. The text that starts them stands once in a kernel, before everything else.
/// </summary>
internal static class WarpgroupSums
{
    /// <summary>Declares the sums of 128 columns, zeros, and a predicate that is true.</summary>
    internal const string Start128 =
        ".reg .f32 sum<64>; .reg .pred keep; setp.ne.b32 keep, 1, 0; "
        + "mov.f32 sum0, 0f00000000; mov.f32 sum1, 0f00000000; mov.f32 sum2, 0f00000000; mov.f32 sum3, 0f00000000; "
        + "mov.f32 sum4, 0f00000000; mov.f32 sum5, 0f00000000; mov.f32 sum6, 0f00000000; mov.f32 sum7, 0f00000000; "
        + "mov.f32 sum8, 0f00000000; mov.f32 sum9, 0f00000000; mov.f32 sum10, 0f00000000; mov.f32 sum11, 0f00000000; "
        + "mov.f32 sum12, 0f00000000; mov.f32 sum13, 0f00000000; mov.f32 sum14, 0f00000000; mov.f32 sum15, 0f00000000; "
        + "mov.f32 sum16, 0f00000000; mov.f32 sum17, 0f00000000; mov.f32 sum18, 0f00000000; mov.f32 sum19, 0f00000000; "
        + "mov.f32 sum20, 0f00000000; mov.f32 sum21, 0f00000000; mov.f32 sum22, 0f00000000; mov.f32 sum23, 0f00000000; "
        + "mov.f32 sum24, 0f00000000; mov.f32 sum25, 0f00000000; mov.f32 sum26, 0f00000000; mov.f32 sum27, 0f00000000; "
        + "mov.f32 sum28, 0f00000000; mov.f32 sum29, 0f00000000; mov.f32 sum30, 0f00000000; mov.f32 sum31, 0f00000000; "
        + "mov.f32 sum32, 0f00000000; mov.f32 sum33, 0f00000000; mov.f32 sum34, 0f00000000; mov.f32 sum35, 0f00000000; "
        + "mov.f32 sum36, 0f00000000; mov.f32 sum37, 0f00000000; mov.f32 sum38, 0f00000000; mov.f32 sum39, 0f00000000; "
        + "mov.f32 sum40, 0f00000000; mov.f32 sum41, 0f00000000; mov.f32 sum42, 0f00000000; mov.f32 sum43, 0f00000000; "
        + "mov.f32 sum44, 0f00000000; mov.f32 sum45, 0f00000000; mov.f32 sum46, 0f00000000; mov.f32 sum47, 0f00000000; "
        + "mov.f32 sum48, 0f00000000; mov.f32 sum49, 0f00000000; mov.f32 sum50, 0f00000000; mov.f32 sum51, 0f00000000; "
        + "mov.f32 sum52, 0f00000000; mov.f32 sum53, 0f00000000; mov.f32 sum54, 0f00000000; mov.f32 sum55, 0f00000000; "
        + "mov.f32 sum56, 0f00000000; mov.f32 sum57, 0f00000000; mov.f32 sum58, 0f00000000; mov.f32 sum59, 0f00000000; "
        + "mov.f32 sum60, 0f00000000; mov.f32 sum61, 0f00000000; mov.f32 sum62, 0f00000000; mov.f32 sum63, 0f00000000;";

    /// <summary>All of them.</summary>
    internal const string Of128 =
        "{"
        + "sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7, sum8, sum9, sum10, sum11, "
        + "sum12, sum13, sum14, sum15, sum16, sum17, sum18, sum19, sum20, sum21, sum22, sum23, "
        + "sum24, sum25, sum26, sum27, sum28, sum29, sum30, sum31, sum32, sum33, sum34, sum35, "
        + "sum36, sum37, sum38, sum39, sum40, sum41, sum42, sum43, sum44, sum45, sum46, sum47, "
        + "sum48, sum49, sum50, sum51, sum52, sum53, sum54, sum55, sum56, sum57, sum58, sum59, "
        + "sum60, sum61, sum62, sum63}";

    /// <summary>Stores an item's to rows of 136 floats in shared memory; it has the address of its first one.</summary>
    internal const string Store128 =
        ""
        + "st.shared.v2.f32 [%0+0], {sum0, sum1}; st.shared.v2.f32 [%0+4352], {sum2, sum3}; st.shared.v2.f32 [%0+32], {sum4, sum5}; st.shared.v2.f32 [%0+4384], {sum6, sum7}; "
        + "st.shared.v2.f32 [%0+64], {sum8, sum9}; st.shared.v2.f32 [%0+4416], {sum10, sum11}; st.shared.v2.f32 [%0+96], {sum12, sum13}; st.shared.v2.f32 [%0+4448], {sum14, sum15}; "
        + "st.shared.v2.f32 [%0+128], {sum16, sum17}; st.shared.v2.f32 [%0+4480], {sum18, sum19}; st.shared.v2.f32 [%0+160], {sum20, sum21}; st.shared.v2.f32 [%0+4512], {sum22, sum23}; "
        + "st.shared.v2.f32 [%0+192], {sum24, sum25}; st.shared.v2.f32 [%0+4544], {sum26, sum27}; st.shared.v2.f32 [%0+224], {sum28, sum29}; st.shared.v2.f32 [%0+4576], {sum30, sum31}; "
        + "st.shared.v2.f32 [%0+256], {sum32, sum33}; st.shared.v2.f32 [%0+4608], {sum34, sum35}; st.shared.v2.f32 [%0+288], {sum36, sum37}; st.shared.v2.f32 [%0+4640], {sum38, sum39}; "
        + "st.shared.v2.f32 [%0+320], {sum40, sum41}; st.shared.v2.f32 [%0+4672], {sum42, sum43}; st.shared.v2.f32 [%0+352], {sum44, sum45}; st.shared.v2.f32 [%0+4704], {sum46, sum47}; "
        + "st.shared.v2.f32 [%0+384], {sum48, sum49}; st.shared.v2.f32 [%0+4736], {sum50, sum51}; st.shared.v2.f32 [%0+416], {sum52, sum53}; st.shared.v2.f32 [%0+4768], {sum54, sum55}; "
        + "st.shared.v2.f32 [%0+448], {sum56, sum57}; st.shared.v2.f32 [%0+4800], {sum58, sum59}; st.shared.v2.f32 [%0+480], {sum60, sum61}; st.shared.v2.f32 [%0+4832], {sum62, sum63};";

    /// <summary>Declares the sums of 256 columns, zeros, and a predicate that is true.</summary>
    internal const string Start256 =
        ".reg .f32 sum<128>; .reg .pred keep; setp.ne.b32 keep, 1, 0; "
        + "mov.f32 sum0, 0f00000000; mov.f32 sum1, 0f00000000; mov.f32 sum2, 0f00000000; mov.f32 sum3, 0f00000000; "
        + "mov.f32 sum4, 0f00000000; mov.f32 sum5, 0f00000000; mov.f32 sum6, 0f00000000; mov.f32 sum7, 0f00000000; "
        + "mov.f32 sum8, 0f00000000; mov.f32 sum9, 0f00000000; mov.f32 sum10, 0f00000000; mov.f32 sum11, 0f00000000; "
        + "mov.f32 sum12, 0f00000000; mov.f32 sum13, 0f00000000; mov.f32 sum14, 0f00000000; mov.f32 sum15, 0f00000000; "
        + "mov.f32 sum16, 0f00000000; mov.f32 sum17, 0f00000000; mov.f32 sum18, 0f00000000; mov.f32 sum19, 0f00000000; "
        + "mov.f32 sum20, 0f00000000; mov.f32 sum21, 0f00000000; mov.f32 sum22, 0f00000000; mov.f32 sum23, 0f00000000; "
        + "mov.f32 sum24, 0f00000000; mov.f32 sum25, 0f00000000; mov.f32 sum26, 0f00000000; mov.f32 sum27, 0f00000000; "
        + "mov.f32 sum28, 0f00000000; mov.f32 sum29, 0f00000000; mov.f32 sum30, 0f00000000; mov.f32 sum31, 0f00000000; "
        + "mov.f32 sum32, 0f00000000; mov.f32 sum33, 0f00000000; mov.f32 sum34, 0f00000000; mov.f32 sum35, 0f00000000; "
        + "mov.f32 sum36, 0f00000000; mov.f32 sum37, 0f00000000; mov.f32 sum38, 0f00000000; mov.f32 sum39, 0f00000000; "
        + "mov.f32 sum40, 0f00000000; mov.f32 sum41, 0f00000000; mov.f32 sum42, 0f00000000; mov.f32 sum43, 0f00000000; "
        + "mov.f32 sum44, 0f00000000; mov.f32 sum45, 0f00000000; mov.f32 sum46, 0f00000000; mov.f32 sum47, 0f00000000; "
        + "mov.f32 sum48, 0f00000000; mov.f32 sum49, 0f00000000; mov.f32 sum50, 0f00000000; mov.f32 sum51, 0f00000000; "
        + "mov.f32 sum52, 0f00000000; mov.f32 sum53, 0f00000000; mov.f32 sum54, 0f00000000; mov.f32 sum55, 0f00000000; "
        + "mov.f32 sum56, 0f00000000; mov.f32 sum57, 0f00000000; mov.f32 sum58, 0f00000000; mov.f32 sum59, 0f00000000; "
        + "mov.f32 sum60, 0f00000000; mov.f32 sum61, 0f00000000; mov.f32 sum62, 0f00000000; mov.f32 sum63, 0f00000000; "
        + "mov.f32 sum64, 0f00000000; mov.f32 sum65, 0f00000000; mov.f32 sum66, 0f00000000; mov.f32 sum67, 0f00000000; "
        + "mov.f32 sum68, 0f00000000; mov.f32 sum69, 0f00000000; mov.f32 sum70, 0f00000000; mov.f32 sum71, 0f00000000; "
        + "mov.f32 sum72, 0f00000000; mov.f32 sum73, 0f00000000; mov.f32 sum74, 0f00000000; mov.f32 sum75, 0f00000000; "
        + "mov.f32 sum76, 0f00000000; mov.f32 sum77, 0f00000000; mov.f32 sum78, 0f00000000; mov.f32 sum79, 0f00000000; "
        + "mov.f32 sum80, 0f00000000; mov.f32 sum81, 0f00000000; mov.f32 sum82, 0f00000000; mov.f32 sum83, 0f00000000; "
        + "mov.f32 sum84, 0f00000000; mov.f32 sum85, 0f00000000; mov.f32 sum86, 0f00000000; mov.f32 sum87, 0f00000000; "
        + "mov.f32 sum88, 0f00000000; mov.f32 sum89, 0f00000000; mov.f32 sum90, 0f00000000; mov.f32 sum91, 0f00000000; "
        + "mov.f32 sum92, 0f00000000; mov.f32 sum93, 0f00000000; mov.f32 sum94, 0f00000000; mov.f32 sum95, 0f00000000; "
        + "mov.f32 sum96, 0f00000000; mov.f32 sum97, 0f00000000; mov.f32 sum98, 0f00000000; mov.f32 sum99, 0f00000000; "
        + "mov.f32 sum100, 0f00000000; mov.f32 sum101, 0f00000000; mov.f32 sum102, 0f00000000; mov.f32 sum103, 0f00000000; "
        + "mov.f32 sum104, 0f00000000; mov.f32 sum105, 0f00000000; mov.f32 sum106, 0f00000000; mov.f32 sum107, 0f00000000; "
        + "mov.f32 sum108, 0f00000000; mov.f32 sum109, 0f00000000; mov.f32 sum110, 0f00000000; mov.f32 sum111, 0f00000000; "
        + "mov.f32 sum112, 0f00000000; mov.f32 sum113, 0f00000000; mov.f32 sum114, 0f00000000; mov.f32 sum115, 0f00000000; "
        + "mov.f32 sum116, 0f00000000; mov.f32 sum117, 0f00000000; mov.f32 sum118, 0f00000000; mov.f32 sum119, 0f00000000; "
        + "mov.f32 sum120, 0f00000000; mov.f32 sum121, 0f00000000; mov.f32 sum122, 0f00000000; mov.f32 sum123, 0f00000000; "
        + "mov.f32 sum124, 0f00000000; mov.f32 sum125, 0f00000000; mov.f32 sum126, 0f00000000; mov.f32 sum127, 0f00000000;";

    /// <summary>All of them.</summary>
    internal const string Of256 =
        "{"
        + "sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7, sum8, sum9, sum10, sum11, "
        + "sum12, sum13, sum14, sum15, sum16, sum17, sum18, sum19, sum20, sum21, sum22, sum23, "
        + "sum24, sum25, sum26, sum27, sum28, sum29, sum30, sum31, sum32, sum33, sum34, sum35, "
        + "sum36, sum37, sum38, sum39, sum40, sum41, sum42, sum43, sum44, sum45, sum46, sum47, "
        + "sum48, sum49, sum50, sum51, sum52, sum53, sum54, sum55, sum56, sum57, sum58, sum59, "
        + "sum60, sum61, sum62, sum63, sum64, sum65, sum66, sum67, sum68, sum69, sum70, sum71, "
        + "sum72, sum73, sum74, sum75, sum76, sum77, sum78, sum79, sum80, sum81, sum82, sum83, "
        + "sum84, sum85, sum86, sum87, sum88, sum89, sum90, sum91, sum92, sum93, sum94, sum95, "
        + "sum96, sum97, sum98, sum99, sum100, sum101, sum102, sum103, sum104, sum105, sum106, sum107, "
        + "sum108, sum109, sum110, sum111, sum112, sum113, sum114, sum115, sum116, sum117, sum118, sum119, "
        + "sum120, sum121, sum122, sum123, sum124, sum125, sum126, sum127}";

    /// <summary>Stores an item's to rows of 264 floats in shared memory; it has the address of its first one.</summary>
    internal const string Store256 =
        ""
        + "st.shared.v2.f32 [%0+0], {sum0, sum1}; st.shared.v2.f32 [%0+8448], {sum2, sum3}; st.shared.v2.f32 [%0+32], {sum4, sum5}; st.shared.v2.f32 [%0+8480], {sum6, sum7}; "
        + "st.shared.v2.f32 [%0+64], {sum8, sum9}; st.shared.v2.f32 [%0+8512], {sum10, sum11}; st.shared.v2.f32 [%0+96], {sum12, sum13}; st.shared.v2.f32 [%0+8544], {sum14, sum15}; "
        + "st.shared.v2.f32 [%0+128], {sum16, sum17}; st.shared.v2.f32 [%0+8576], {sum18, sum19}; st.shared.v2.f32 [%0+160], {sum20, sum21}; st.shared.v2.f32 [%0+8608], {sum22, sum23}; "
        + "st.shared.v2.f32 [%0+192], {sum24, sum25}; st.shared.v2.f32 [%0+8640], {sum26, sum27}; st.shared.v2.f32 [%0+224], {sum28, sum29}; st.shared.v2.f32 [%0+8672], {sum30, sum31}; "
        + "st.shared.v2.f32 [%0+256], {sum32, sum33}; st.shared.v2.f32 [%0+8704], {sum34, sum35}; st.shared.v2.f32 [%0+288], {sum36, sum37}; st.shared.v2.f32 [%0+8736], {sum38, sum39}; "
        + "st.shared.v2.f32 [%0+320], {sum40, sum41}; st.shared.v2.f32 [%0+8768], {sum42, sum43}; st.shared.v2.f32 [%0+352], {sum44, sum45}; st.shared.v2.f32 [%0+8800], {sum46, sum47}; "
        + "st.shared.v2.f32 [%0+384], {sum48, sum49}; st.shared.v2.f32 [%0+8832], {sum50, sum51}; st.shared.v2.f32 [%0+416], {sum52, sum53}; st.shared.v2.f32 [%0+8864], {sum54, sum55}; "
        + "st.shared.v2.f32 [%0+448], {sum56, sum57}; st.shared.v2.f32 [%0+8896], {sum58, sum59}; st.shared.v2.f32 [%0+480], {sum60, sum61}; st.shared.v2.f32 [%0+8928], {sum62, sum63}; "
        + "st.shared.v2.f32 [%0+512], {sum64, sum65}; st.shared.v2.f32 [%0+8960], {sum66, sum67}; st.shared.v2.f32 [%0+544], {sum68, sum69}; st.shared.v2.f32 [%0+8992], {sum70, sum71}; "
        + "st.shared.v2.f32 [%0+576], {sum72, sum73}; st.shared.v2.f32 [%0+9024], {sum74, sum75}; st.shared.v2.f32 [%0+608], {sum76, sum77}; st.shared.v2.f32 [%0+9056], {sum78, sum79}; "
        + "st.shared.v2.f32 [%0+640], {sum80, sum81}; st.shared.v2.f32 [%0+9088], {sum82, sum83}; st.shared.v2.f32 [%0+672], {sum84, sum85}; st.shared.v2.f32 [%0+9120], {sum86, sum87}; "
        + "st.shared.v2.f32 [%0+704], {sum88, sum89}; st.shared.v2.f32 [%0+9152], {sum90, sum91}; st.shared.v2.f32 [%0+736], {sum92, sum93}; st.shared.v2.f32 [%0+9184], {sum94, sum95}; "
        + "st.shared.v2.f32 [%0+768], {sum96, sum97}; st.shared.v2.f32 [%0+9216], {sum98, sum99}; st.shared.v2.f32 [%0+800], {sum100, sum101}; st.shared.v2.f32 [%0+9248], {sum102, sum103}; "
        + "st.shared.v2.f32 [%0+832], {sum104, sum105}; st.shared.v2.f32 [%0+9280], {sum106, sum107}; st.shared.v2.f32 [%0+864], {sum108, sum109}; st.shared.v2.f32 [%0+9312], {sum110, sum111}; "
        + "st.shared.v2.f32 [%0+896], {sum112, sum113}; st.shared.v2.f32 [%0+9344], {sum114, sum115}; st.shared.v2.f32 [%0+928], {sum116, sum117}; st.shared.v2.f32 [%0+9376], {sum118, sum119}; "
        + "st.shared.v2.f32 [%0+960], {sum120, sum121}; st.shared.v2.f32 [%0+9408], {sum122, sum123}; st.shared.v2.f32 [%0+992], {sum124, sum125}; st.shared.v2.f32 [%0+9440], {sum126, sum127};";
}
