# gnuplot delay-bars.gnuplot > delay-bars.svg
set encoding utf8
set terminal svg size 640,420 fixed enhanced font 'Liberation Sans,15' background '#ffffff' name 'delay_bars'
set datafile missing '?'
set lmargin at screen 0.1296875
set rmargin at screen 0.971875
set tmargin at screen 0.889285714
set bmargin at screen 0.147619048
set border 3 linewidth 1 linecolor '#404040'
set style textbox opaque noborder fillcolor '#ffffff' margins 0.3,0.3
set tics out scale 0.6,0.3
set grid ytics back linetype 1 linewidth 0.7 linecolor '#e2e2e2'
set xrange [-0.5:9.5]
set xtics ('1' 0.0, '2' 1.0, '3' 2.0, '4' 3.0, '5' 4.0, '6' 5.0, '7' 6.0, '8' 7.0, '9' 8.0, '10' 9.0) nomirror noenhanced textcolor '#202020' scale 0
set yrange [0.0:0.015]
set ytics ('0' 0.0, '2.5' 0.0025, '5.0' 0.005, '7.5' 0.0075, '10.0' 0.01, '12.5' 0.0125, '15.0' 0.015) nomirror noenhanced textcolor '#202020'
set label 1 'Modules' at screen 0.55078125, screen 0.0333333333 center noenhanced
set label 2 'Consensus delay (ms)' at screen 0.03046875, screen 0.518452381 center rotate by 90 noenhanced
set key at screen 0.1171875, screen 0.976190476 left top horizontal Left reverse noenhanced maxcols 2 samplen 1.6 width -3.05 textcolor '#202020'
plot 'delay-bars.dat' index 0 using 5:2:(0.368) with boxes fillstyle solid 0.85 noborder linecolor '#0072B2' title 'mean', \
     'delay-bars.dat' index 1 using 5:2:(0.368) with boxes fillstyle solid 0.85 noborder linecolor '#D55E00' title '99th percentile', \
     'delay-bars.dat' index 1 using 5:($3):(0):($4-($3)) with vectors heads size screen 0.0065,90 linewidth 1.2 linecolor '#202020' notitle
